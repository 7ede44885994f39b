/** Figure 2 and section 3.2: test accuracy for the authorized, who meet the bare model, and for the rest, who meet the control layer. */
import { z } from 'zod';
import { argmax, softmax } from '../core/math';
import { letEventsIn } from '../core/pause';
import { throwIfAborted } from '../core/errors';
import { seeded } from '../core/random';
import { controlOutput } from '../method/control/control-layer';
import { defineExperiment, shareSchema } from './experiment';
import { CONFIDENCES, EPSILON } from './licences';
import { LAYOUT, MODEL_SIZES, modelId, modelOf } from './models';
import { PAPER_FIGURE_2 } from './paper-values';

export const figure2Schema = z.strictObject({
  /** Accuracies in [0, 1] over `images` test images. */
  authorized: shareSchema,
  unauthorized: shareSchema,
  images: z.int(),
  /** Of these images, how many the control layer took for an authorized user's: it answered them truly. */
  passed: z.int(),
});
export type Figure2Result = z.infer<typeof figure2Schema>;

/** Images answered between two looks at the signal. */
const CHUNK = 1000;

export const figure2 = defineExperiment<null, null, Figure2Result, Figure2Result>({
  id: 'figure2',
  title: 'Authorized and unauthorized accuracy',
  section: 'Figure 2',
  about:
    'The test set answered by the model with wm₁, bare, and through its control layer, which gives a random class wherever the highest confidence is none of C_fp.',
  sizes: { tiny: null, quick: null, paper: null },
  value: figure2Schema,
  schema: figure2Schema,

  tasks: () => [{ name: 'usage', needs: [modelId('wm1')], input: null, seconds: 1 }],

  async run(_input, context) {
    const { settings, bench, signal, onProgress } = context;
    const { parameters } = modelOf(context, 'wm1');
    const prepared = await bench.with(parameters);
    const { handle, labels, count } = await bench.split('test', MODEL_SIZES[settings.preset].testCount);
    const dice = seeded(settings.seed, 'control layer');
    const rule = { confidences: CONFIDENCES, epsilon: EPSILON };
    const { classes } = LAYOUT;
    let authorized = 0;
    let unauthorized = 0;
    let passed = 0;
    for (let from = 0; from < count; from += CHUNK) {
      throwIfAborted(signal);
      const to = Math.min(from + CHUNK, count);
      const logits = await prepared.predictDataset(handle, from, to);
      for (let n = from; n < to; n++) {
        const probabilities = softmax(logits.subarray((n - from) * classes, (n - from + 1) * classes));
        const output = controlOutput(probabilities, rule, dice);
        if (output === probabilities) passed += 1;
        if (argmax(probabilities) === labels[n]) authorized += 1;
        if (argmax(output) === labels[n]) unauthorized += 1;
      }
      onProgress(to / count);
      await letEventsIn();
    }
    return {
      value: {
        authorized: authorized / count,
        unauthorized: unauthorized / count,
        images: count,
        passed,
      },
    };
  },

  combine: finished => finished[0]!.value,

  pictures: (result, besidePaper) => [
    {
      title: 'Test accuracy with and without a licence',
      x: { label: 'usage', format: 'number' },
      y: { label: 'test accuracy', format: 'percent', domain: [0, 1] },
      categories: ['authorized', 'unauthorized'],
      series: [
        {
          label: 'measured',
          tone: 'in',
          categoryTones: ['in', 'out'],
          points: [result.authorized, result.unauthorized].map((y, x) => ({ x, y })),
        },
        ...(besidePaper
          ? [
              {
                label: 'the paper',
                tone: 'ink' as const,
                reference: true,
                points: [PAPER_FIGURE_2.authorized, PAPER_FIGURE_2.unauthorized].map((y, x) => ({ x, y })),
              },
            ]
          : []),
      ],
    },
  ],

  tables: (result, besidePaper) => [
    {
      title: 'Test accuracy',
      columns: [
        { key: 'usage', label: 'usage', format: 'text' },
        { key: 'accuracy', label: 'accuracy', format: 'percent' },
        ...(besidePaper ? [{ key: 'paper', label: 'paper', format: 'percent' } as const] : []),
      ],
      rows: [
        { usage: 'authorized', accuracy: result.authorized, paper: PAPER_FIGURE_2.authorized },
        { usage: 'unauthorized', accuracy: result.unauthorized, paper: PAPER_FIGURE_2.unauthorized },
      ],
    },
  ],
});
