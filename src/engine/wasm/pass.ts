/**
 * A block of images forward through a network's steps, and gradients back: some twenty calls into the module for LeNet. Convolutions
 * with pooling that follow one another take the block chunk by chunk, so that what one wrote the next reads from cache.
 */
import { AppError } from '../../core/errors';
import { CHUNK } from './conv-pool';
import type { LinearMemory } from './memory';
import type { Purpose } from './operation';
import type { Arena, Plan } from './plan';

/** Steps `from` … `to` − 1, taken `chunk` images at a time. */
interface Stage {
  readonly from: number;
  readonly to: number;
  readonly chunk: number;
}

function stagesOf({ flow }: Plan): Stage[] {
  const stages: Stage[] = [];
  flow.steps.forEach(({ shaped, reads }, i) => {
    const before = stages.at(-1);
    const chunk = shaped?.kind === 'conv-pool' ? CHUNK : Infinity;
    const follows = before?.to === i && before.chunk === CHUNK && flow.planes[reads[0]!]!.producer === i - 1;
    if (before && chunk === CHUNK && follows) stages[stages.length - 1] = { ...before, to: i + 1 };
    else stages.push({ from: i, to: i + 1, chunk });
  });
  return stages;
}

export class Pass {
  private readonly stages: readonly Stage[];
  private current: Arena | null = null;

  constructor(
    private readonly memory: LinearMemory,
    private readonly plan: Plan,
  ) {
    this.stages = stagesOf(plan);
  }

  /** Copies the flat parameters into the layouts that the kernels read. Due after every change to them. */
  packParameters(): void {
    for (const operation of this.plan.operations) operation.pack?.();
  }

  /** Makes room for `count` images. They go through in blocks of the capacity it says: what fills and reads the planes asks there. */
  prepare(purpose: Purpose, count: number): Arena {
    return (this.current = this.plan.arenaFor(purpose, count));
  }

  /** What `prepare` gave last. */
  get arena(): Arena {
    if (!this.current) throw new AppError('internal', 'No room was made for images yet.');
    return this.current;
  }

  /** Logits of the first plane's `count` images. */
  forward(count: number): void {
    const { ios } = this.arena;
    for (const { from, to, chunk } of this.stages) {
      for (let n = 0; n < count; n += chunk) {
        const some = Math.min(chunk, count - n);
        for (let i = from; i < to; i++) this.plan.operations[i]!.forward(ios[i]!, n, some);
      }
    }
  }

  /** Forgets the gradients that `backward` adds up. */
  clearGradients(): void {
    const { plan, memory } = this;
    memory.floats(plan.gradient, plan.layout.parameterCount).fill(0);
    for (const operation of plan.operations) operation.clearGradients?.();
  }

  /**
   * From the gradient in the logits' plane back to the parameters (added up over blocks), or to the input (written into the
   * first plane's gradient), as the purpose is. What the forward pass left must still be there.
   */
  backward(count: number): void {
    const { ios } = this.arena;
    for (const { from, to, chunk } of this.stages.toReversed()) {
      for (let n = 0; n < count; n += chunk) {
        const some = Math.min(chunk, count - n);
        for (let i = to - 1; i >= from; i--) this.plan.operations[i]!.backward(ios[i]!, n, some);
      }
    }
  }

  /** Brings the gradients into the flat array, after the last block. */
  finishGradients(): void {
    for (const operation of this.plan.operations) operation.finishGradients?.();
  }

  moveStatistics(): void {
    for (const operation of this.plan.operations) operation.moveStatistics?.();
  }
}
