/** Carlini & Wagner's descent on the input (`Descent` in `../engine`), in float64 and one image's pixel at a time. */
import { artanh, tanh } from '../../core/math';
import { ADAM, cosineRate, type Descent, type DescentOptions, type DescentResult } from '../engine';
import type { Layout } from '../network';
import { backward, forward } from './network-pass';

/** Keeps δ finite for black and white pixels. */
const CLIP = 0.9999;

/** @param parameters read at every iteration, never written. */
export function startDescent(layout: Layout, parameters: Float64Array, options: DescentOptions): Descent {
  const { head, beta1, beta2 } = options;
  const { pixels, classes } = layout;
  const count = options.images.length / pixels;
  const original = Float64Array.from(options.images);
  const delta = Float64Array.from(options.start ?? options.images, s => artanh((2 * s - 1) * CLIP));
  const firstMoment = new Float64Array(delta.length);
  const secondMoment = new Float64Array(delta.length);
  const iterate = delta.map(d => 0.5 * (tanh(d) + 1));
  const state = options.state.slice();
  const logits = new Float32Array(count * classes);
  const best = iterate.slice();
  const bestSquare = new Float64Array(count).fill(Infinity);
  const kept = new Uint8Array(count);
  let iteration = 0;

  const squareDistance = (images: Float64Array, n: number): number => {
    let sum = 0;
    for (let i = n * pixels; i < (n + 1) * pixels; i++) sum += (images[i]! - original[i]!) ** 2;
    return sum;
  };

  const step = (): void => {
    for (let i = 0; i < delta.length; i++) iterate[i] = 0.5 * (tanh(delta[i]!) + 1);
    const pass = forward(layout, parameters, iterate, count, 'inference');
    logits.set(pass.logits);
    const logitGradient = new Float64Array(count * classes);
    for (let n = 0; n < count; n++) {
      const gradient = new Float32Array(classes);
      const keep = head.evaluate(
        logits.subarray(n * classes, (n + 1) * classes),
        state.subarray(n * head.stateSize, (n + 1) * head.stateSize),
        gradient,
      );
      logitGradient.set(gradient, n * classes);
      const square = squareDistance(iterate, n);
      const better = keep && square < bestSquare[n]!;
      if (better) {
        bestSquare[n] = square;
        kept[n] = 1;
      }
      if (better || kept[n] === 0) {
        best.set(iterate.subarray(n * pixels, (n + 1) * pixels), n * pixels);
      }
    }

    const objective = backward(layout, parameters, pass, logitGradient, count).images;
    const { from, to } = options.learningRate;
    const rate = cosineRate(from, to, iteration, options.iterations);
    iteration += 1;
    const correction1 = 1 - beta1 ** iteration;
    const correction2 = 1 - beta2 ** iteration;
    for (let i = 0; i < delta.length; i++) {
      // x′ = ½(tanh δ + 1), so ∂x′/∂δ = ½(1 − tanh² δ) = 2x′(1 − x′).
      const x = iterate[i]!;
      const g = (2 * (x - original[i]!) + objective[i]!) * 2 * x * (1 - x);
      const m = beta1 * firstMoment[i]! + (1 - beta1) * g;
      const v = beta2 * secondMoment[i]! + (1 - beta2) * g * g;
      firstMoment[i] = m;
      secondMoment[i] = v;
      delta[i]! -= (rate * (m / correction1)) / (Math.sqrt(v / correction2) + ADAM.epsilon);
    }
  };

  return {
    get iteration() {
      return iteration;
    },
    run(iterations: number): Promise<void> {
      const end = Math.min(iteration + iterations, options.iterations);
      while (iteration < end) step();
      return Promise.resolve();
    },
    read(): Promise<DescentResult> {
      return Promise.resolve({
        images: Float32Array.from(best),
        kept: kept.slice(),
        distortion: Float32Array.from({ length: count }, (_, n) => Math.sqrt(squareDistance(best, n))),
        logits: logits.slice(),
        state: state.slice(),
      });
    },
    dispose() {},
  };
}
