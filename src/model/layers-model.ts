/**
 * The tfjs LayersModel of the engine's weights. TensorFlow.js is handed in by the caller, who loads it when it is needed:
 * importing this file costs nothing.
 */
import type * as TensorFlow from '@tensorflow/tfjs';
import type { Network } from '../engine/network';
import { writeModel, type WriteOptions } from './format';

/**
 * Builds the model as any tfjs program would load it from its files: logits [N, classes] from images
 * [N, height, width, channels] in [0, 1]. Appended layers must be registered with `tf.serialization` before.
 * The caller disposes of it.
 */
export async function toLayersModel(
  tf: typeof TensorFlow,
  network: Network,
  parameters: Float32Array,
  options: WriteOptions = {},
): Promise<TensorFlow.LayersModel> {
  const { modelJson, weights } = writeModel(network, parameters, options);
  const { modelTopology, weightsManifest } = JSON.parse(modelJson) as TensorFlow.io.ModelJSON;
  return tf.loadLayersModel(
    tf.io.fromMemory({
      modelTopology,
      weightSpecs: weightsManifest.flatMap(group => group.weights),
      weightData: weights.buffer,
    }),
  );
}
