/** Commands on their way to the device: one submission, or one for each dispatch where a single step is long. */
import { volume, type Layout } from '../network';

/** What a kernel needs to be recorded. */
export type Commands = Pick<GPUComputePassEncoder, 'setPipeline' | 'setBindGroup' | 'dispatchWorkgroups'>;

/** Multiply-adds that take a slow device about as long as it may be busy at a time. */
const LONG = 2e9;

/** Whether a pass over `count` images is long: its layers' weights, times the places each is used at. */
export function isLong({ layers }: Layout, count: number): boolean {
  const multiplyAdds = layers.reduce((sum, shaped) => {
    if (shaped.kind === 'dense') return sum + shaped.kernel.length;
    if (shaped.kind === 'convolution')
      return sum + (shaped.kernel.length / shaped.output.channels) * volume(shaped.output);
    // The pool looks at four cells for one that it leaves.
    if (shaped.kind === 'conv-pool')
      return sum + 4 * (shaped.kernel.length / shaped.output.channels) * volume(shaped.output);
    return sum;
  }, 0);
  return count * multiplyAdds > LONG;
}

/** Submits what `record` records, each dispatch on its own where `cut`: others may have the device in between. */
export function submit(
  device: GPUDevice,
  cut: boolean,
  record: (commands: Commands) => void,
  after: (encoder: GPUCommandEncoder) => void = () => undefined,
): void {
  let encoder = device.createCommandEncoder();
  let pass = encoder.beginComputePass();
  const whole: Commands = pass;
  const pieces: Commands = {
    setPipeline: pipeline => pass.setPipeline(pipeline),
    setBindGroup: (index: number, group: GPUBindGroup | null | undefined, offsets?: unknown) =>
      pass.setBindGroup(index, group, offsets as Iterable<number>),
    dispatchWorkgroups: (x, y, z) => {
      pass.dispatchWorkgroups(x, y, z);
      pass.end();
      device.queue.submit([encoder.finish()]);
      encoder = device.createCommandEncoder();
      pass = encoder.beginComputePass();
    },
  };
  record(cut ? pieces : whole);
  pass.end();
  after(encoder);
  device.queue.submit([encoder.finish()]);
}
