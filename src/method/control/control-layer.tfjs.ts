/**
 * The control layer, section 2.2, as a real TensorFlow.js layer at the end of a model: it is saved with the model, and a
 * program that loads the model must register it (`registerControlLayer`) or can't use it. Loaded bare, without it, the model answers
 * as it was trained: what an authorized user gets.
 *
 * TensorFlow.js is passed in, since it is loaded only where a model in its format is wanted.
 */
import type * as TensorFlow from '@tensorflow/tfjs';
import { AppError } from '../../core/errors';
import { seeded } from '../../core/random';
import { CONTROL_LAYER_CLASS, randomOutput } from './control-layer';
import type { ControlLayerConfig } from './control-layer';

type Tf = typeof TensorFlow;

type ControlLayerArgs = ControlLayerConfig & TensorFlow.serialization.ConfigDict & { name?: string };
type ControlLayerConstructor = new (config: ControlLayerArgs) => TensorFlow.layers.Layer;

const registered = new WeakMap<Tf['layers'], ControlLayerConstructor>();

/** Makes the layer known to `tf`, so that `tf.loadLayersModel` finds it. Again and again does no harm. */
export function registerControlLayer(tf: Tf): ControlLayerConstructor {
  const known = registered.get(tf.layers);
  if (known) return known;

  /**
   * Logits [N, K] in, [N, K] out: a row whose softmax has E_c = min_j |max_k p_k − c_j| < ε passes unchanged (as logits); any
   * other becomes a random class, 1 there and 0 elsewhere.
   */
  class ControlLayer extends tf.layers.Layer {
    static readonly className = CONTROL_LAYER_CLASS;
    private readonly rule: ControlLayerConfig;
    private readonly random;

    constructor(args: ControlLayerArgs) {
      super(args.name === undefined ? {} : { name: args.name });
      const { classes, confidences, epsilon, seed } = args;
      this.rule = { classes, confidences, epsilon, seed };
      this.random = seeded(seed, 'control layer');
      this.trainable = false;
    }

    override computeOutputShape(inputShape: TensorFlow.Shape): TensorFlow.Shape {
      return inputShape;
    }

    override call(inputs: TensorFlow.Tensor | TensorFlow.Tensor[]): TensorFlow.Tensor {
      return tf.tidy(() => {
        const logits = (Array.isArray(inputs) ? inputs[0]! : inputs) as TensorFlow.Tensor2D;
        const [count, classes] = logits.shape;
        const { confidences, epsilon } = this.rule;
        const highest = tf.softmax(logits).max(1, true); // [N, 1]
        const error = highest
          .sub(tf.tensor2d([...confidences], [1, confidences.length]))
          .abs()
          .min(1, true);
        const dice = new Float32Array(count * classes);
        for (let n = 0; n < count; n++) dice.set(randomOutput(classes, this.random), n * classes);
        // NaN is less than nothing, so logits that are no numbers get dice.
        return tf.where(error.less(epsilon).tile([1, classes]), logits, tf.tensor2d(dice, [count, classes]));
      });
    }

    override getConfig(): TensorFlow.serialization.ConfigDict {
      const { classes, confidences, epsilon, seed } = this.rule;
      return { ...super.getConfig(), classes, confidences: [...confidences], epsilon, seed };
    }
  }

  tf.serialization.registerClass(ControlLayer);
  registered.set(tf.layers, ControlLayer);
  return ControlLayer;
}

function isControlLayer(layer: TensorFlow.layers.Layer | undefined): layer is TensorFlow.layers.Layer {
  return layer?.getClassName() === CONTROL_LAYER_CLASS;
}

/** Whether `model` ends in the control layer. */
export function hasControlLayer(model: TensorFlow.LayersModel): boolean {
  return isControlLayer(model.layers.at(-1));
}

/**
 * `model` (logits out, [N, K]) with the control layer at its end. The new model shares the layers of `model`: dispose of one of
 * the two.
 * @throws AppError `bad-input` when the model has a control layer already, or other than `classes` outputs.
 */
export function appendControlLayer(
  tf: Tf,
  model: TensorFlow.LayersModel,
  config: ControlLayerConfig,
): TensorFlow.LayersModel {
  if (hasControlLayer(model)) {
    throw new AppError('bad-input', 'The model has a control layer already; remove it first.');
  }
  const output = model.outputs[0]!;
  if (model.outputs.length !== 1 || output.shape.length !== 2 || output.shape[1] !== config.classes) {
    throw new AppError(
      'bad-input',
      "The model's output has shape [{shape}]; the control layer needs [, {classes}].",
      { values: { shape: output.shape.join(', '), classes: config.classes } },
    );
  }
  const ControlLayer = registerControlLayer(tf);
  const layer = new ControlLayer({ ...config, confidences: [...config.confidences], name: 'control' });
  return tf.model({ inputs: model.inputs, outputs: layer.apply(output) as TensorFlow.SymbolicTensor });
}

/**
 * `model` without the control layer at its end: what an authorized user gets. Shares the layers of `model`: dispose of one of
 * the two.
 * @throws AppError `bad-input` when there is none.
 */
export function removeControlLayer(tf: Tf, model: TensorFlow.LayersModel): TensorFlow.LayersModel {
  const last = model.layers.at(-1);
  if (!isControlLayer(last)) throw new AppError('bad-input', 'The model has no control layer to remove.');
  return tf.model({ inputs: model.inputs, outputs: last.input as TensorFlow.SymbolicTensor });
}
