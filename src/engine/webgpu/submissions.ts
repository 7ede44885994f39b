/** Hands work to the device a few steps at a time, at most two submissions ahead of it. */
const AHEAD = 2;

export class Submissions {
  private readonly running: Promise<unknown>[] = [];

  constructor(private readonly device: GPUDevice) {}

  /** Submits what `record` records, once fewer than two submissions are under way. */
  async add(record: (pass: GPUComputePassEncoder) => void): Promise<void> {
    while (this.running.length >= AHEAD) await this.running.shift();
    const encoder = this.device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    record(pass);
    pass.end();
    this.device.queue.submit([encoder.finish()]);
    this.running.push(this.device.queue.onSubmittedWorkDone());
  }
}
