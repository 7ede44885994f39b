/**
 * One WGSL kernel and what it takes to run it: declarations and bind group layout come from one list of buffers, so that
 * they cannot disagree. Every kernel runs one thread per unit of work and returns where there is none left.
 */
import { AppError } from '../../core/errors';
import type { Commands } from './commands';

export interface KernelBuffer {
  readonly name: string;
  readonly access: 'read' | 'write';
  readonly element: 'f32' | 'u32';
}

/**
 * WGSL of a kernel. `body` runs once for each `thread` below the number that is dispatched for; besides its buffers it
 * sees `batch.count`, the number of images, and with `step` the numbers of this step.
 */
export interface KernelSource {
  readonly name: string;
  readonly buffers: readonly KernelBuffer[];
  /** Declares `Batch`: `COUNT_ALONE`, or with the sections of the partial sums (`sections.ts`). */
  readonly batch: string;
  /** Whether it reads `step`: one 256-byte place of a schedule, given at dispatch. */
  readonly usesStep: boolean;
  /** Whether it reads `lane`, its place in its subgroup, and uses subgroup functions: the device must have that feature. */
  readonly subgroups?: boolean;
  /** Functions and constants before the entry point. */
  readonly declarations: string;
  readonly body: string;
  readonly workgroupSize: number;
}

/** A `Batch` for kernels that know nothing of partial sums. */
export const COUNT_ALONE = 'struct Batch { count: u32 }';

/** Places of a schedule lie so far apart: the largest alignment of dynamic offsets that WebGPU allows. */
export const STEP_BYTES = 256;

/** Size of `struct Step` below. */
const STEP_STRUCT_BYTES = 36;

/** Workgroups along x; further threads go along y. */
const ROW_OF_WORKGROUPS = 65_535;

export function reads(name: string, element: 'f32' | 'u32' = 'f32'): KernelBuffer {
  return { name, access: 'read', element };
}

export function writes(name: string, element: 'f32' | 'u32' = 'f32'): KernelBuffer {
  return { name, access: 'write', element };
}

/** The largest divisor of `n` that is at most `limit`: how much of n one thread takes, so that nothing is left over. */
export function blockOf(n: number, limit: number): number {
  for (let block = Math.min(n, limit); block > 1; block--) if (n % block === 0) return block;
  return 1;
}

/** `text(0)` … `text(n − 1)`, one a line: an unrolled loop. */
export function unroll(n: number, text: (i: number) => string): string {
  return Array.from({ length: n }, (_, i) => text(i)).join('\n');
}

/** 0 … n − 1. */
export function range(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}

/** The sum of `text(k)` over `places` in one expression: a variable that is written once costs less than one written often. */
export function sumOf(places: readonly number[], text: (k: number) => string): string {
  return places.map(text).join(' + ');
}

/** The whole module of `source`. */
export function moduleOf(source: KernelSource): string {
  const { buffers, batch, usesStep, subgroups = false, declarations, body, workgroupSize } = source;
  const bindings = buffers.map(({ name, access, element }, i) => {
    const space = access === 'read' ? 'storage, read' : 'storage, read_write';
    return `@group(0) @binding(${i}) var<${space}> ${name}: array<${element}>;`;
  });
  return `${subgroups ? 'enable subgroups;' : ''}
${batch}
struct Step { rate: f32, correction1: f32, correction2: f32, decay: f32, beta1: f32, gain1: f32, beta2: f32, gain2: f32, index: u32 }
${bindings.join('\n')}
@group(0) @binding(${buffers.length}) var<uniform> batch: Batch;
${usesStep ? `@group(0) @binding(${buffers.length + 1}) var<uniform> step: Step;` : ''}
${declarations}
@compute @workgroup_size(${workgroupSize})
fn main(@builtin(global_invocation_id) invocation: vec3u${subgroups ? ', @builtin(subgroup_invocation_id) lane: u32' : ''}) {
  let thread = invocation.x + invocation.y * ${ROW_OF_WORKGROUPS * workgroupSize}u;
${body}
}`;
}

/** A compiled kernel. */
export class Kernel {
  private constructor(
    private readonly device: GPUDevice,
    private readonly source: KernelSource,
    private readonly layout: GPUBindGroupLayout,
    private readonly pipeline: GPUComputePipeline,
  ) {}

  /** @throws AppError `engine` when the device does not take it. */
  static async compile(device: GPUDevice, source: KernelSource): Promise<Kernel> {
    const visibility = GPUShaderStage.COMPUTE;
    const entries: GPUBindGroupLayoutEntry[] = source.buffers.map(({ access }, binding) => ({
      binding,
      visibility,
      buffer: { type: access === 'read' ? 'read-only-storage' : 'storage' },
    }));
    entries.push({ binding: entries.length, visibility, buffer: { type: 'uniform' } });
    if (source.usesStep) {
      entries.push({
        binding: entries.length,
        visibility,
        buffer: { type: 'uniform', hasDynamicOffset: true },
      });
    }
    const layout = device.createBindGroupLayout({ label: source.name, entries });
    try {
      // The module's own error says the line; in a scope, it does not count as a failure of the device at large.
      device.pushErrorScope('validation');
      const module = device.createShaderModule({ label: source.name, code: moduleOf(source) });
      const refusal = await device.popErrorScope();
      if (refusal) throw new Error(refusal.message);
      const pipeline = await device.createComputePipelineAsync({
        label: source.name,
        layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
        compute: { module },
      });
      return new Kernel(device, source, layout, pipeline);
    } catch (cause) {
      throw new AppError('engine', 'The GPU does not take the kernel "{kernel}": {why}', {
        values: { kernel: source.name, why: String(cause) },
        cause,
      });
    }
  }

  /** Binds the buffers by name; `run` then records it. @param schedule the buffer of steps, where the kernel reads one. */
  bind(buffers: Readonly<Record<string, GPUBufferBinding>>, schedule?: GPUBuffer): BoundKernel {
    const entries: GPUBindGroupEntry[] = [...this.source.buffers.map(({ name }) => name), 'batch'].map(
      (name, binding) => {
        const resource = buffers[name];
        if (!resource)
          throw new AppError('internal', `The kernel "${this.source.name}" was given no "${name}".`);
        return { binding, resource };
      },
    );
    if (this.source.usesStep) {
      if (!schedule)
        throw new AppError('internal', `The kernel "${this.source.name}" was given no schedule.`);
      entries.push({ binding: entries.length, resource: { buffer: schedule, size: STEP_STRUCT_BYTES } });
    }
    const group = this.device.createBindGroup({ layout: this.layout, entries });
    return new BoundKernel(this.pipeline, group, this.source.workgroupSize, this.source.usesStep);
  }
}

export class BoundKernel {
  constructor(
    private readonly pipeline: GPUComputePipeline,
    private readonly group: GPUBindGroup,
    private readonly workgroupSize: number,
    private readonly usesStep: boolean,
  ) {}

  /** Records `threads` threads into `commands`. @param step which place of the schedule the kernel reads. */
  run(commands: Commands, threads: number, step = 0): void {
    const workgroups = Math.ceil(threads / this.workgroupSize);
    if (workgroups === 0) return;
    commands.setPipeline(this.pipeline);
    // Recording is all that JavaScript does a step: no list of offsets where there are none.
    if (this.usesStep) commands.setBindGroup(0, this.group, [step * STEP_BYTES]);
    else commands.setBindGroup(0, this.group);
    commands.dispatchWorkgroups(
      Math.min(workgroups, ROW_OF_WORKGROUPS),
      Math.ceil(workgroups / ROW_OF_WORKGROUPS),
    );
  }
}
