/** "Save with control layer", as a program outside the page loads it (`../README.md`): the bundled model, its registry, its licences. */
import { readFile } from 'node:fs/promises';
import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { argmax, softmax } from '../../core/math';
import { readModel, writeModel } from '../../model/format';
import { parseRegistry } from '../registry/registry';
import { controlLayerConfig } from './control-layer';
import { registerControlLayer, removeControlLayer } from './control-layer.tfjs';
import { authenticate } from './gate';
import { AccessSession } from './session';

const bundled = (name: string) => readFile(new URL(`../../../public/pretrained/${name}`, import.meta.url));

const { network, parameters } = readModel(
  (await bundled('model.json')).toString(),
  new Uint8Array(await bundled('weights.bin')),
);
const registry = parseRegistry((await bundled('registry.json')).toString());
const licences = JSON.parse((await bundled('licences.json')).toString()) as {
  readonly class: number;
  readonly confidence: number;
  readonly pixels: string;
  readonly original: string;
  readonly originalLabel: number;
}[];

const imageOf = (base64: string) =>
  tf.tensor4d(
    Float32Array.from(Buffer.from(base64, 'base64'), byte => byte / 255),
    [1, 28, 28, 1],
  );

async function logitsOf(model: tf.LayersModel, base64: string): Promise<Float32Array> {
  const image = imageOf(base64);
  const output = model.predict(image) as tf.Tensor;
  const logits = Float32Array.from(await output.data());
  tf.dispose([image, output]);
  return logits;
}

it('gives a stranger dice, lets a licence in, and is then the bare model', async () => {
  const { confidences, epsilon, classes } = registry;
  const { modelJson, weights } = writeModel(network, parameters, {
    appendedLayers: [controlLayerConfig({ classes, confidences, epsilon, seed: 7 })],
  });
  const { modelTopology, weightsManifest } = JSON.parse(modelJson) as {
    readonly modelTopology: object;
    readonly weightsManifest: readonly { readonly weights: tf.io.WeightsManifestEntry[] }[];
  };
  registerControlLayer(tf);
  const load = () =>
    tf.loadLayersModel(
      tf.io.fromMemory({
        modelTopology,
        weightSpecs: weightsManifest.flatMap(group => group.weights),
        weightData: weights.slice().buffer,
      }),
    );
  const loadBare = async () => removeControlLayer(tf, await load());
  const session = await AccessSession.open<tf.LayersModel>({
    loadProtected: load,
    loadBare,
    dispose: model => void model.dispose(),
  });
  const gate = await loadBare();

  // 7–0.20 is user 7·3 + 1 (section 2.4).
  const licence = licences.find(each => each.class === 7 && each.confidence === 0.2)!;
  const isDie = (output: Float32Array) => output.filter(value => value === 1).length === 1;
  expect(isDie(await logitsOf(session.model, licence.original))).toBe(true);

  const refused = authenticate(softmax(await logitsOf(gate, licence.original)), registry, 'output-vector');
  expect(await session.present(refused)).toEqual({ kind: 'protected' });

  const verdict = authenticate(softmax(await logitsOf(gate, licence.pixels)), registry, 'output-vector');
  expect(await session.present(verdict)).toEqual({ kind: 'authorized', user: 22 });
  const answer = await logitsOf(session.model, licence.original);
  expect(isDie(answer)).toBe(false);
  expect(argmax(answer)).toBe(licence.originalLabel);

  await session.leave();
  expect(isDie(await logitsOf(session.model, licence.original))).toBe(true);
  session.close();
  gate.dispose();
});
