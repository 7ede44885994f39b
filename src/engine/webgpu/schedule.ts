/** The numbers of every step of a run, laid out ahead on the device, so that nothing is sent between steps. */
import type { DeviceMemory } from './buffers';
import { STEP_BYTES } from './kernel';

export interface StepNumbers {
  readonly rate: number;
  /** How often Adam has stepped, this step included: the exponent of its bias correction. */
  readonly time: number;
  readonly beta1: number;
  readonly beta2: number;
  /** η·decay, subtracted from kernels. */
  readonly decay: number;
}

/** `struct Step` of each; `index` counts from 0. */
export function uploadSchedule(memory: DeviceMemory, steps: readonly StepNumbers[]): GPUBuffer {
  const bytes = new ArrayBuffer(Math.max(1, steps.length) * STEP_BYTES);
  steps.forEach(({ rate, time, beta1, beta2, decay }, index) => {
    const at = index * STEP_BYTES;
    const [correction1, correction2] = [1 - beta1 ** time, 1 - beta2 ** time];
    // 1 − β on its own: in float32, 1 − 0.999 is wrong in its fifth digit.
    const floats = [rate, correction1, correction2, decay, beta1, 1 - beta1, beta2, 1 - beta2];
    new Float32Array(bytes, at, floats.length).set(floats);
    new Uint32Array(bytes, at + 4 * floats.length, 1)[0] = index;
  });
  return memory.uniform(bytes, 'schedule');
}
