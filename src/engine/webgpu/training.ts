/** Adam's memory on the device, and training steps: gather, forward, loss, backward, term, AdamW, many a submission. */
import { ADAM, type OptimizerState, type TrainingSteps } from '../engine';
import { expectLength } from '../expectations';
import type { DeviceMemory } from './buffers';
import { isLong } from './commands';
import { gatherThreads } from './images';
import type { NetworkKernels } from './network-kernels';
import type { Pass } from './pass';
import { uploadSchedule } from './schedule';
import { Scratch } from './scratch';
import { Submissions } from './submissions';
import { bindTerm } from './term';

/** A dataset on the device. */
export interface StoredDataset {
  /** Bytes, four a word, and labels, one a word. */
  readonly images: GPUBuffer;
  readonly labels: GPUBuffer;
}

export class Training {
  private readonly firstMoment: GPUBuffer;
  private readonly secondMoment: GPUBuffer;
  private stepsTaken = 0;

  constructor(
    private readonly memory: DeviceMemory,
    private readonly kernels: NetworkKernels,
    private readonly parameters: GPUBuffer,
  ) {
    const { parameterCount } = kernels.layout;
    this.firstMoment = memory.allocate(parameterCount, 'first moment');
    this.secondMoment = memory.allocate(parameterCount, 'second moment');
  }

  putOptimizer(state: OptimizerState | null): void {
    const { parameterCount } = this.kernels.layout;
    const zeros = new Float32Array(parameterCount);
    const { step, firstMoment, secondMoment } = state ?? { step: 0, firstMoment: zeros, secondMoment: zeros };
    expectLength('The first moment', firstMoment.length, parameterCount);
    expectLength('The second moment', secondMoment.length, parameterCount);
    this.memory.write(this.firstMoment, firstMoment);
    this.memory.write(this.secondMoment, secondMoment);
    this.stepsTaken = step;
  }

  async readOptimizer(): Promise<OptimizerState> {
    const step = this.stepsTaken;
    const { parameterCount } = this.kernels.layout;
    const [first, second] = await this.memory.read(
      [this.firstMoment, parameterCount],
      [this.secondMoment, parameterCount],
    );
    return { step, firstMoment: new Float32Array(first!), secondMoment: new Float32Array(second!) };
  }

  /**
   * Runs the steps; gives each one's mean cross-entropy.
   * @param passFor the pass of a batch, asked for once the term is compiled; throws where the network is gone by then.
   */
  async run(steps: TrainingSteps, dataset: StoredDataset, passFor: () => Pass): Promise<Float32Array> {
    const { batchSize, learningRates, weightDecay } = steps;
    const { layout } = this.kernels;
    const total = learningRates.length;
    if (total === 0) return new Float32Array(0);
    const scratch = new Scratch(this.memory);
    try {
      const order = scratch.upload(steps.order, 'order of images');
      const log = scratch.keep(this.memory.allocate(total, 'losses of the steps'));
      const schedule = scratch.keep(
        uploadSchedule(
          this.memory,
          Array.from(learningRates, (rate, i) => ({
            rate,
            time: this.stepsTaken + i + 1,
            beta1: ADAM.beta1,
            beta2: ADAM.beta2,
            decay: rate * weightDecay,
          })),
        ),
      );
      const addTerm = await bindTerm(steps.term, this.kernels, this.parameters, scratch);
      const pass = passFor();
      pass.setCount(batchSize);
      const term = addTerm?.(pass);
      const gather = pass.bind(
        this.kernels.gather,
        { bytes: dataset.images, dataset_labels: dataset.labels, order },
        schedule,
      );
      const loss = pass.bind(this.kernels.loss, {
        logits: pass.logits,
        logit_gradient: pass.logitGradient,
      });
      const adam = pass.bind(
        this.kernels.adam,
        {
          parameters: this.parameters,
          first_moment: this.firstMoment,
          second_moment: this.secondMoment,
          loss_log: log,
        },
        schedule,
      );
      const submissions = new Submissions(this.memory.device, isLong(layout, 3 * batchSize));
      let done = 0;
      while (done < total) {
        const from = done;
        const to = Math.min(from + submissions.steps, total);
        done = to;
        this.stepsTaken += to - from;
        await submissions.add(to - from, commands => {
          for (let step = from; step < to; step++) {
            gather.run(commands, gatherThreads(layout.pixels, batchSize), step);
            pass.forward(commands);
            loss.run(commands, batchSize);
            pass.backward(commands);
            term?.(commands);
            adam.run(commands, this.kernels.adamThreads, step);
          }
        });
      }
      const [losses] = await this.memory.read([log, total]);
      return new Float32Array(losses!);
    } finally {
      scratch.release();
    }
  }

  dispose(): void {
    this.memory.release(this.firstMoment, this.secondMoment);
  }
}
