/** What the bench measures and the form of what it says: `npm run bench -- --json FILE` writes a `BenchReport`. */
import { z } from 'zod';

export const FIGURES = [
  'train-step',
  'epoch',
  'fingerprints',
  'evaluate',
  'prune-sweep',
  'conv-3x3x64x64',
  'wrn-step',
] as const;
export type Figure = (typeof FIGURES)[number];

export const BACKENDS = ['wasm', 'webgpu'] as const;
export type Backend = (typeof BACKENDS)[number];

const spread = z.strictObject({ min: z.number(), median: z.number(), max: z.number() });
/** Of the samples of one contender, in the row's unit. */
export type Spread = z.infer<typeof spread>;

/** One number for each contender; null where it does not run. */
const each = <T extends z.ZodType>(of: T) =>
  z.strictObject({ ours: of, stock: of.nullable(), jax: of.nullable() });

export const rowSchema = z.strictObject({
  figure: z.enum(FIGURES),
  backend: z.enum(BACKENDS),
  /** What one of it is, for people. */
  what: z.string(),
  unit: z.enum(['ms', 's']),
  ours: spread,
  stock: spread.nullable(),
  jax: spread.nullable(),
  /** Stock's median over ours; null without stock, or where the two do not agree on the result. */
  ratio: z.number().nullable(),
  ratioJax: z.number().nullable(),
  /** 10⁹ floating-point operations a second at the median, counted as `operations.ts` does; null where nothing is counted. */
  gflops: each(z.number()).nullable(),
  /** How much of the figure a sample covers, 1 for all of it; what was not covered is scaled. And how many samples. */
  share: each(z.number()),
  samples: z.number(),
  /** The largest difference to ours after the same work, beside what is allowed. */
  agreement: z
    .strictObject({
      stock: z.number().nullable(),
      jax: z.number().nullable(),
      tolerance: z.number(),
      of: z.string(),
    })
    .nullable(),
  adapter: z.string(),
  note: z.string(),
});
export type Row = z.infer<typeof rowSchema>;

export const reportSchema = z.strictObject({
  adapter: z.string(),
  browser: z.string(),
  cores: z.number(),
  /** The computer's load average before the run: on a busy one the times say little, the ratios more. */
  load: z.number(),
  digits: z.string(),
  stock: z.enum(['best', 'plain']),
  versions: z.record(z.string(), z.string()),
  rows: z.array(rowSchema),
  /** Figures that could not be measured, and why. */
  failures: z.array(
    z.strictObject({ figure: z.enum(FIGURES), backend: z.enum(BACKENDS), reason: z.string() }),
  ),
});
export type BenchReport = z.infer<typeof reportSchema>;
