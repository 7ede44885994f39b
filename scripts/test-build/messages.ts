/** What tests say to the workers of the test build, and what those answer. */
import type { JobName } from '../../src/jobs/protocol';

export const CHANNEL = 'activeguard test build';

export type Fault =
  /** An error that nothing catches: the worker ends. */
  | 'throw'
  /** A loop that never ends. */
  | 'hang'
  /** `device.destroy()`, as the browser does when the driver resets. */
  | 'lose-device'
  /** From now on every adapter refuses to give a device. */
  | 'refuse-devices';

export type ToHook =
  /** `at`: not now, but in each worker when it has been asked for so many pieces of this job. */
  | {
      readonly kind: 'fault';
      readonly fault: Fault;
      readonly at: { readonly job: JobName; readonly pieces: number } | null;
    }
  | { readonly kind: 'count'; readonly id: number };

/** What one worker holds. */
export interface Holdings {
  readonly gpuDevices: number;
  readonly gpuBuffers: number;
  readonly gpuBytes: number;
  /** Instances of WebAssembly whose memory is still reachable, and the bytes of the latest. */
  readonly wasmInstances: number;
  readonly wasmBytes: number;
}

export interface FromHook {
  readonly kind: 'holdings';
  readonly id: number;
  readonly holdings: Holdings;
}
