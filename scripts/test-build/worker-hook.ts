/**
 * Runs in every worker of the test build, before anything of ours, and only there (`plugin.ts` puts it in): makes the worker fail when
 * a test says so, and counts what it holds of the GPU and of WebAssembly. It goes by the browser's own interfaces, so that the
 * engine knows nothing of it.
 */
import type { JobName, ToWorker } from '../../src/jobs/protocol';
import { CHANNEL } from './messages';
import type { Fault, FromHook, Holdings, ToHook } from './messages';

const buffersOf = new Map<GPUDevice, Set<GPUBuffer>>();
let memories: WeakRef<WebAssembly.Memory>[] = [];
let refusing = false;

if (typeof GPUAdapter !== 'undefined') {
  const requestDevice = Reflect.get(GPUAdapter.prototype, 'requestDevice') as (
    this: GPUAdapter,
    descriptor?: GPUDeviceDescriptor,
  ) => Promise<GPUDevice>;
  GPUAdapter.prototype.requestDevice = async function (descriptor) {
    if (refusing) throw new DOMException('The test build refuses devices.', 'OperationError');
    const device = await requestDevice.call(this, descriptor);
    buffersOf.set(device, new Set());
    void device.lost.then(() => buffersOf.delete(device));
    return device;
  };
  const createBuffer = Reflect.get(GPUDevice.prototype, 'createBuffer') as (
    this: GPUDevice,
    descriptor: GPUBufferDescriptor,
  ) => GPUBuffer;
  GPUDevice.prototype.createBuffer = function (descriptor) {
    const buffer = createBuffer.call(this, descriptor);
    const buffers = buffersOf.get(this);
    buffers?.add(buffer);
    const destroy = buffer.destroy.bind(buffer);
    buffer.destroy = () => {
      buffers?.delete(buffer);
      return destroy();
    };
    return buffer;
  };
}

const instantiate = WebAssembly.instantiate as (
  bytes: BufferSource,
  imports?: WebAssembly.Imports,
) => Promise<WebAssembly.WebAssemblyInstantiatedSource>;
WebAssembly.instantiate = (async (bytes: BufferSource, imports?: WebAssembly.Imports) => {
  const source = await instantiate(bytes, imports);
  const { memory } = source.instance.exports;
  if (memory instanceof WebAssembly.Memory) memories.push(new WeakRef(memory));
  return source;
}) as typeof WebAssembly.instantiate;

function holdings(): Holdings {
  memories = memories.filter(memory => memory.deref() !== undefined);
  const buffers = [...buffersOf.values()].flatMap(set => [...set]);
  return {
    gpuDevices: buffersOf.size,
    gpuBuffers: buffers.length,
    gpuBytes: buffers.reduce((sum, { size }) => sum + size, 0),
    wasmInstances: memories.length,
    wasmBytes: memories.at(-1)?.deref()?.buffer.byteLength ?? 0,
  };
}

const faults: Record<Fault, () => void> = {
  throw: () => {
    setTimeout(() => {
      throw new Error('thrown by the test build');
    });
  },
  hang: () => {
    for (;;);
  },
  'lose-device': () => {
    for (const device of buffersOf.keys()) device.destroy();
  },
  'refuse-devices': () => {
    refusing = true;
  },
};

/** What is to befall the worker, and after how many more pieces of which job. */
let armed: { readonly fault: Fault; readonly job: JobName; left: number } | null = null;

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind !== 'start' || data.job !== armed?.job) return;
  armed.left -= 1;
  if (armed.left > 0) return;
  const fault = faults[armed.fault];
  armed = null;
  // Not before the piece has begun.
  setTimeout(fault, 10);
});

const channel = new BroadcastChannel(CHANNEL);
channel.onmessage = (event: MessageEvent<ToHook>) => {
  const message = event.data;
  if (message.kind === 'fault') {
    if (message.at) armed = { fault: message.fault, job: message.at.job, left: message.at.pieces };
    else faults[message.fault]();
  }
  if (message.kind === 'count')
    channel.postMessage({ kind: 'holdings', id: message.id, holdings: holdings() } satisfies FromHook);
};
