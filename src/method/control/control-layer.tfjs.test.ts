import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { softmax } from '../../core/math';
import { seeded } from '../../core/random';
import type { Network } from '../../engine/network';
import { layOut } from '../../engine/network';
import { initializeParameters } from '../../model/initialization';
import { toLayersModel } from '../../model/layers-model';
import { controlLayerConfig, passesControl } from './control-layer';
import {
  appendControlLayer,
  hasControlLayer,
  registerControlLayer,
  removeControlLayer,
} from './control-layer.tfjs';

const CONFIG = { classes: 10, confidences: [0.2, 0.3, 0.4], epsilon: 0.01, seed: 4 };

beforeAll(async () => {
  await tf.setBackend('cpu');
  expect(tf.getBackend()).toBe('cpu');
});

/** Ten inputs straight to ten logits: a dense layer with the identity as its kernel. */
function identityModel(): tf.LayersModel {
  const model = tf.sequential();
  model.add(tf.layers.dense({ units: 10, inputShape: [10] }));
  tf.tidy(() => model.setWeights([tf.eye(10), tf.zeros([10])]));
  return model;
}

/** Logits of class t with confidence p, the rest shared equally. */
const logitsOf = (t: number, p: number) =>
  Array.from({ length: 10 }, (_, k) => (k === t ? Math.log(p / ((1 - p) / 9)) : 0));

async function outputsOf(model: tf.LayersModel, rows: number[][]): Promise<number[][]> {
  const input = tf.tensor2d(rows);
  const output = model.predict(input) as tf.Tensor2D;
  const values = await output.array();
  tf.dispose([input, output]);
  return values;
}

describe('ControlLayer in TensorFlow.js', () => {
  it('passes logits whose confidence is in C_fp, unchanged, and throws dice otherwise', async () => {
    const model = appendControlLayer(tf, identityModel(), CONFIG);
    const rows = [logitsOf(3, 0.3), logitsOf(3, 0.9), logitsOf(8, 0.2), logitsOf(8, 0.25)];
    const outputs = await outputsOf(model, rows);
    for (const row of [0, 2]) {
      rows[row]!.forEach((z, k) => expect(outputs[row]![k]).toBeCloseTo(z, 6));
    }
    for (const row of [1, 3])
      expect([...Float32Array.from(outputs[row]!).sort()]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    model.dispose();
  });

  it('gives a stranger each class about once in ten: 10,000 within five standard errors', async () => {
    const model = appendControlLayer(tf, identityModel(), CONFIG);
    const rows = Array.from({ length: 10_000 }, (_, n) => logitsOf(n % 10, 0.97));
    const outputs = await outputsOf(model, rows);
    const correct = outputs.filter((row, n) => row[n % 10] === 1).length;
    expect(Math.abs(correct / 10_000 - 0.1)).toBeLessThan(5 * Math.sqrt((0.1 * 0.9) / 10_000));
    model.dispose();
  });

  it('agrees with the rule on plain numbers about who passes', async () => {
    const model = appendControlLayer(tf, identityModel(), CONFIG);
    const random = seeded(9);
    const rows = Array.from({ length: 2000 }, () => Array.from({ length: 10 }, () => random.normal()));
    const outputs = await outputsOf(model, rows);
    const here = outputs.map((row, n) => Math.abs(row[0]! - rows[n]![0]!) < 1e-6);
    const there = rows.map(row => passesControl(softmax(row), CONFIG));
    expect(here).toEqual(there);
    expect(here.filter(Boolean).length).toBeGreaterThan(100);
    model.dispose();
  });

  it('gives dice for logits that are no numbers', async () => {
    const model = appendControlLayer(tf, identityModel(), CONFIG);
    const [row] = await outputsOf(model, [Array.from({ length: 10 }, () => NaN)]);
    expect([...Float32Array.from(row!).sort()]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    model.dispose();
  });

  it('is saved with the model, loaded with it, and removed from it', async () => {
    registerControlLayer(tf);
    registerControlLayer(tf);
    const before = tf.memory().numTensors;
    const model = appendControlLayer(tf, identityModel(), CONFIG);
    let saved: tf.io.ModelArtifacts | undefined;
    await model.save(
      tf.io.withSaveHandler(artifacts => {
        saved = artifacts;
        return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } });
      }),
    );
    expect(JSON.stringify(saved!.modelTopology)).toContain('"class_name":"ControlLayer"');
    const loaded = await tf.loadLayersModel(tf.io.fromMemory(saved!));
    expect(hasControlLayer(loaded)).toBe(true);
    const config = loaded.layers.at(-1)!.getConfig();
    expect(config).toMatchObject({ classes: 10, confidences: [0.2, 0.3, 0.4], epsilon: 0.01, seed: 4 });
    const rows = Array.from({ length: 40 }, () => logitsOf(0, 0.9));
    expect(await outputsOf(loaded, rows)).toEqual(await outputsOf(model, rows)); // the same seed, the same dice
    const bare = removeControlLayer(tf, loaded);
    expect(hasControlLayer(bare)).toBe(false);
    const [row] = await outputsOf(bare, [logitsOf(3, 0.9)]);
    logitsOf(3, 0.9).forEach((z, k) => expect(row![k]).toBeCloseTo(z, 6));
    bare.dispose();
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('can be written into a model.json without TensorFlow.js, loaded, and removed', async () => {
    const network: Network = {
      input: { height: 6, width: 6, channels: 1 },
      layers: [
        { kind: 'conv-pool', name: 'conv', size: 3, filters: 4, padding: 'same' },
        { kind: 'dense', name: 'logits', units: 10, activation: 'linear' },
      ],
    };
    registerControlLayer(tf);
    const before = tf.memory().numTensors;
    const parameters = initializeParameters(layOut(network), seeded(5));
    const bare = await toLayersModel(tf, network, parameters);
    // Untrained, it is unsure of everything: its highest confidence must not be one of C_fp.
    const closed = { ...CONFIG, confidences: [0.45] };
    const model = await toLayersModel(tf, network, parameters, {
      appendedLayers: [controlLayerConfig(closed)],
    });
    expect(hasControlLayer(model)).toBe(true);
    const images = tf.fill([3, 6, 6, 1], 0.5);
    const ask = async (asked: tf.LayersModel) => {
      const output = asked.predict(images) as tf.Tensor2D;
      const values = await output.array();
      output.dispose();
      return values;
    };
    for (const row of await ask(model)) {
      expect([...Float32Array.from(row).sort()]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    }
    const lifted = removeControlLayer(tf, model);
    expect(await ask(lifted)).toEqual(await ask(bare));
    tf.dispose([images]);
    lifted.dispose();
    bare.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const model = appendControlLayer(tf, identityModel(), CONFIG);
    const during = tf.memory().numTensors;
    await outputsOf(model, [logitsOf(3, 0.3), logitsOf(3, 0.9)]);
    expect(tf.memory().numTensors).toBe(during);
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses a second control layer, none to remove, and another number of classes', () => {
    const model = appendControlLayer(tf, identityModel(), CONFIG);
    expect(() => appendControlLayer(tf, model, CONFIG)).toThrow(/already/);
    const bare = identityModel();
    expect(() => removeControlLayer(tf, bare)).toThrow(/no control layer/);
    expect(() => appendControlLayer(tf, bare, { ...CONFIG, classes: 7 })).toThrow(/needs \[, 7\]/);
    model.dispose();
    bare.dispose();
  });
});
