/**
 * Everything of one network in linear memory: parameters, gradients and moments as flat arrays in the border's own layout;
 * an operation for each step, with its copies of the weights; and an arena for what flows between them. The arena is laid
 * out anew for each purpose and kept from call to call; it grows to the largest ever asked for. WRN-10-4 takes 21 MB when it is
 * prepared, and 383 MB once it has trained on a batch of 128.
 */
import type { Layout } from '../network';
import { BatchNorm } from './batch-norm';
import { ConvPool, convPoolScratch } from './conv-pool';
import { Conversion } from './conversion';
import { Convolution, convolutionScratch } from './convolution';
import { Dense } from './dense';
import { flowOf, readsAlone, type Flow, type Step } from './flow';
import { GlobalAveragePool } from './global-average-pool';
import type { KernelModule } from './kernels';
import type { Pointer } from './memory';
import type { Io, Operation, Plane, Purpose, Workshop } from './operation';
import { geometryOf, placementFor, type Placement } from './placement';
import { Sum } from './sum';

/** Images in memory at once, at most, and the shard in which gradients are summed where no batch normalization wants the whole batch. */
export const BLOCK = 64;
/** Bytes that the largest plane of a block may take when nothing else decides: so much stays in the last cache. */
const PLANE_BYTES = 4 << 20;

/** The arena as it is laid out now. */
export interface Arena {
  readonly purpose: Purpose;
  /** How many images go through at once. */
  readonly capacity: number;
  readonly ios: readonly Io[];
  readonly first: Plane;
  readonly logits: Plane;
  readonly labels: Pointer;
  readonly order: Pointer;
  readonly staging: Pointer;
}

export class Plan {
  readonly flow: Flow;
  readonly parameters: Pointer;
  readonly gradient: Pointer;
  readonly firstMoment: Pointer;
  readonly secondMoment: Pointer;
  /** One for each step of `flow`. */
  readonly operations: readonly Operation[];
  private readonly blocks: Pointer[] = [];
  private readonly placements = new Map<Purpose, Placement>();
  /** Whether gradients need the whole batch at once. */
  private readonly normalizesBatches: boolean;
  private readonly smallBlock: number;
  private arenaPointer: Pointer = 0;
  private arenaBytes = 0;
  private arena: Arena | null = null;

  constructor(
    readonly layout: Layout,
    private readonly module: KernelModule,
  ) {
    this.flow = flowOf(layout);
    const allocate = (floats: number): Pointer => {
      const pointer = module.memory.allocate(4 * floats);
      this.blocks.push(pointer);
      return pointer;
    };
    this.parameters = allocate(layout.parameterCount);
    this.gradient = allocate(layout.parameterCount);
    this.firstMoment = allocate(layout.parameterCount);
    this.secondMoment = allocate(layout.parameterCount);
    const scratch = layout.layers.map(shaped =>
      shaped.kind === 'conv-pool'
        ? convPoolScratch(shaped)
        : shaped.kind === 'convolution'
          ? convolutionScratch(shaped)
          : 0,
    );
    const workshop: Workshop = {
      module,
      parameters: this.parameters,
      gradient: this.gradient,
      scratch: allocate(Math.max(...scratch)),
      allocate,
    };
    this.operations = this.flow.steps.map((step, i) => operationFor(workshop, this.flow, step, i));
    this.normalizesBatches = layout.layers.some(({ kind }) => kind === 'batch-norm');
    const largest = Math.max(...this.flow.planes.map(plane => 4 * geometryOf(plane).image));
    this.smallBlock = Math.min(BLOCK, Math.max(4, 4 * Math.floor(PLANE_BYTES / largest / 4)));
  }

  /** Lays the arena out for `count` images, which go through in blocks of the capacity it says. */
  arenaFor(purpose: Purpose, count: number): Arena {
    const capacity = this.capacityFor(purpose, count);
    const found = this.placements.get(purpose);
    const placement =
      found && found.capacity >= capacity
        ? found
        : placementFor(
            this.flow,
            this.layout,
            this.operations.map(({ keptBytes }) => keptBytes ?? 0),
            purpose,
            capacity,
          );
    if (this.arena?.purpose === purpose && placement === found) return this.arena;
    this.arena = null;
    const arena = this.layOut(purpose, placement);
    this.placements.set(purpose, placement);
    this.arena = arena;
    return arena;
  }

  dispose(): void {
    if (this.arenaPointer) this.blocks.push(this.arenaPointer);
    for (const block of this.blocks) this.module.memory.release(block);
  }

  private capacityFor(purpose: Purpose, count: number): number {
    if (!this.normalizesBatches) return BLOCK;
    // Dense layers take four images at a time.
    return purpose === 'training' ? Math.ceil(count / 4) * 4 : this.smallBlock;
  }

  private layOut(purpose: Purpose, placement: Placement): Arena {
    const { memory } = this.module;
    if (placement.bytes > this.arenaBytes) {
      if (this.arenaPointer) memory.release(this.arenaPointer);
      this.arenaPointer = 0;
      this.arenaBytes = 0;
      this.arenaPointer = memory.allocate(placement.bytes);
      this.arenaBytes = placement.bytes;
    }
    const start = this.arenaPointer;
    const planes = placement.planes.map(plane => ({
      ...plane,
      values: start + plane.values,
      gradient: plane.gradient < 0 ? 0 : start + plane.gradient,
    }));
    for (const { form, values, gradient, image } of planes) {
      if (form !== 'rows') continue;
      memory.floats(values, placement.capacity * image).fill(0);
      if (gradient) memory.floats(gradient, placement.capacity * image).fill(0);
    }
    return {
      purpose,
      capacity: placement.capacity,
      ios: this.flow.steps.map(({ reads, writes, adds }, i) => ({
        purpose,
        reads: reads.map(read => planes[read]!),
        out: planes[writes]!,
        adds,
        kept: start + placement.kept[i]!,
      })),
      first: planes[0]!,
      logits: planes[this.flow.logits]!,
      labels: start + placement.labels,
      order: start + placement.order,
      staging: start + placement.staging,
    };
  }
}

function operationFor(workshop: Workshop, flow: Flow, { shaped, reads, writes }: Step, i: number): Operation {
  switch (shaped?.kind) {
    case undefined:
      return new Conversion(workshop);
    case 'conv-pool':
      return new ConvPool(workshop, shaped);
    case 'convolution':
      return new Convolution(workshop, shaped);
    case 'batch-norm':
      return new BatchNorm(workshop, shaped);
    case 'sum':
      return new Sum(workshop);
    case 'global-average-pool':
      return new GlobalAveragePool(workshop, shaped);
    case 'dense': {
      const isRelu = (step: Step | undefined): boolean =>
        step?.shaped?.kind === 'dense' && step.shaped.layer.activation === 'relu';
      const reader = flow.steps.findIndex(step => step.reads.includes(writes));
      const readByDense = flow.steps[reader]?.shaped?.kind === 'dense' && readsAlone(flow, reader, writes);
      return new Dense(workshop, shaped, {
        masksSource: isRelu(flow.steps[flow.planes[reads[0]!]!.producer]) && readsAlone(flow, i, reads[0]!),
        masksOutput: isRelu(flow.steps[i]) && !readByDense,
      });
    }
  }
}
