/**
 * The same training in jax-js: one jitted function a step, from the gather to AdamW. Its convolutions want channels first, so
 * kernels are turned on the way in and out.
 */
import { defaultDevice, init, jit, lax, nn, numpy as np, valueAndGrad } from '@jax-js/jax';
import { ADAM } from '../../../src/engine/engine';
import type { Layout, ParameterSlot } from '../../../src/engine/network';
import type { LenetWorkload, Trainer } from '../lenet-workload';

type Values = np.Array;

/** Where entry i of the slot, in jax-js's order, lies in the engine's: kernels as [O, I, H, W], dense1's rows channel first. */
function places(slot: ParameterSlot, flattened: { height: number; width: number; channels: number } | null) {
  const { shape, length } = slot;
  const order = Uint32Array.from({ length }, (_, i) => i);
  if (shape.length === 4) {
    const [h, w, c, o] = shape as [number, number, number, number];
    for (let i = 0; i < length; i++) {
      const [x, y] = [i % w, Math.floor(i / w) % h];
      const [input, output] = [Math.floor(i / (w * h)) % c, Math.floor(i / (w * h * c))];
      order[i] = ((y * w + x) * c + input) * o + output;
    }
    return { order, shape: [o, c, h, w] };
  }
  if (flattened && shape.length === 2) {
    const { height, width, channels } = flattened;
    const units = shape[1]!;
    for (let i = 0; i < length; i++) {
      const [unit, row] = [i % units, Math.floor(i / units)];
      const [x, y] = [row % width, Math.floor(row / width) % height];
      order[i] = ((y * width + x) * channels + Math.floor(row / (width * height))) * units + unit;
    }
  }
  return { order, shape: [...shape] };
}

/** relu with derivative 0 at 0, where biases that start at 0 put every black window; jax-js's own has 1 there. */
function relu(z: Values): Values {
  return np.where(np.greater(z.ref, 0), z, 0);
}

/** relu(maxpool(z)) with the gradient to the first of equal cells; jax-js's own maximum would share it among them. */
function pool(z: Values): Values {
  const [n, c, h, w] = z.shape as [number, number, number, number];
  const cells = z.reshape([n, c, h / 2, 2, w / 2, 2]);
  const cell = (i: number, j: number): Values => cells.ref.slice([], [], [], i, [], j);
  const [a, b, d, e] = [cell(0, 0), cell(0, 1), cell(1, 0), cell(1, 1)];
  cells.dispose();
  const larger = (x: Values, y: Values): Values => np.where(np.greaterEqual(x.ref, y.ref), x, y);
  return relu(larger(larger(a, b), larger(d, e)));
}

function logits(parameters: Values[], images: Values): Values {
  const [k1, b1, k2, b2, w1, c1, w2, c2, w3, c3] = parameters as [
    Values,
    Values,
    Values,
    Values,
    Values,
    Values,
    Values,
    Values,
    Values,
    Values,
  ];
  const channel = (bias: Values): Values => bias.reshape([1, -1, 1, 1]);
  const first = pool(lax.convGeneralDilated(images, k1, [1, 1], 'SAME').add(channel(b1)));
  const second = pool(lax.convGeneralDilated(first, k2, [1, 1], 'VALID').add(channel(b2)));
  const flat = second.reshape([second.shape[0]!, -1]);
  const hidden = relu(np.matmul(flat, w1).add(c1));
  return np.matmul(relu(np.matmul(hidden, w2).add(c2)), w3).add(c3);
}

/** @throws Error when jax-js has not that device. */
export async function jaxTrainer(
  device: 'webgpu' | 'wasm',
  layout: Layout,
  work: LenetWorkload,
): Promise<Trainer> {
  if (!(await init(device)).includes(device)) throw new Error(`jax-js could not start "${device}".`);
  defaultDevice(device);
  const { beta1, beta2, epsilon } = ADAM;
  const last = layout.layers.findLast(({ kind }) => kind === 'conv-pool')!.output;
  let dense = 0;
  const maps = layout.slots.map(slot => places(slot, slot.shape.length === 2 && dense++ === 0 ? last : null));
  const slopes = new Float32Array(layout.parameterCount);
  const offsets = new Float32Array(layout.parameterCount);
  work.term.indices.forEach((index, i) => {
    const { constants, constantsPerIndex } = work.term;
    const row = constants.subarray(i * constantsPerIndex, (i + 1) * constantsPerIndex);
    offsets[index] = work.term.derivative(0, row);
    slopes[index] = work.term.derivative(1, row) - offsets[index]!;
  });
  const arrays = (flat: Float32Array): Values[] =>
    layout.slots.map(({ offset }, i) => {
      const { order, shape } = maps[i]!;
      return np.array(
        Float32Array.from(order, place => flat[offset + place]!),
        { shape },
      );
    });

  const marked = layout.slots.findIndex(({ name }) => name === 'conv2/kernel');
  const slope = arrays(slopes)[marked]!;
  const offset = arrays(offsets)[marked]!;
  const pixels = np.array(
    Float32Array.from(work.images.images, byte => byte / 255),
    { shape: [work.images.count, 1, 28, 28] },
  );
  const classes = np.array(Int32Array.from(work.images.labels), { dtype: np.int32 });

  type State = { parameters: Values[]; first: Values[]; second: Values[] };
  const step = jit(
    (
      { parameters, first, second }: State,
      data: { pixels: Values; classes: Values; slope: Values; offset: Values },
      indices: Values,
      corrections: Values,
    ): { state: State; loss: Values } => {
      const images = np.take(data.pixels, indices.ref, 0);
      const labels = nn.oneHot(np.take(data.classes, indices, 0), layout.classes);
      const [loss, gradients] = valueAndGrad((values: Values[]): Values =>
        np.negative(np.mean(nn.logSoftmax(logits(values, images), -1).mul(labels).sum(-1))),
      )(parameters.map(each => each.ref)) as [Values, Values[]];
      const next: State = { parameters: [], first: [], second: [] };
      parameters.forEach((theta, i) => {
        let gradient = gradients[i]!;
        if (i === marked) gradient = gradient.add(theta.ref.mul(data.slope).add(data.offset));
        const m = first[i]!.mul(beta1).add(gradient.ref.mul(1 - beta1));
        const v = second[i]!.mul(beta2).add(np.square(gradient).mul(1 - beta2));
        const direction = m.ref
          .mul(corrections.ref.slice(0))
          .div(np.sqrt(v.ref.mul(corrections.ref.slice(1))).add(epsilon));
        const decay = layout.slots[i]!.role === 'kernel' ? work.weightDecay : 0;
        next.parameters.push(theta.ref.sub(direction.add(theta.mul(decay)).mul(work.rate)));
        next.first.push(m);
        next.second.push(v);
      });
      corrections.dispose();
      return { state: next, loss };
    },
  );

  let state: State = {
    parameters: arrays(work.parameters),
    first: arrays(new Float32Array(layout.parameterCount)),
    second: arrays(new Float32Array(layout.parameterCount)),
  };
  let done = 0;
  return {
    async train(steps) {
      let latest: Values | null = null;
      for (let i = 0; i < steps; i++) {
        const indices = np.array(Int32Array.from(work.order(done, 1)), { dtype: np.int32 });
        done += 1;
        const corrections = np.array([1 / (1 - beta1 ** done), 1 / (1 - beta2 ** done)]);
        const result = step(
          state,
          { pixels: pixels.ref, classes: classes.ref, slope: slope.ref, offset: offset.ref },
          indices,
          corrections,
        );
        latest?.dispose();
        ({ state, loss: latest } = result);
      }
      return latest ? (await latest.data())[0]! : NaN;
    },
    async read() {
      const flat = new Float32Array(layout.parameterCount);
      for (const [i, slot] of layout.slots.entries()) {
        const values = await state.parameters[i]!.ref.data();
        maps[i]!.order.forEach((place, at) => {
          flat[slot.offset + place] = values[at]!;
        });
      }
      return flat;
    },
    dispose() {
      for (const each of [...state.parameters, ...state.first, ...state.second]) each.dispose();
      for (const each of [pixels, classes, slope, offset]) each.dispose();
      step.dispose();
    },
  };
}
