/**
 * Table 1: how many of a hundred fingerprints of each (t, c) authenticate, each read from its PNG file's bytes; at the paper's ε and
 * at a tenth of it; and the literal Eq. (1)–(3) from the same clean images beside our three phases.
 */
import { z } from 'zod';
import { mean } from '../core/statistics';
import { missOf } from '../method/fingerprint/polish';
import { defineExperiment, rowsOf } from './experiment';
import {
  EPSILON,
  FINE_EPSILON,
  licencesEach,
  licencesId,
  licencesIn,
  licencesPurpose,
  paperUsers,
  readFromFiles,
  searchLicences,
  SECONDS_A_LICENCE,
} from './licences';
import type { LicenceFigures, UserOutput } from './licences';
import { modelId, modelOf } from './models';
import { PAPER_TABLE_1 } from './paper-values';

const rowSchema = z.strictObject({
  /** t and c. */
  class: z.int(),
  confidence: z.number(),
  /** Fingerprints made. */
  attempts: z.int(),
  /** Of these, how many are class t within ε = 0.01, and within 0.001, of c. */
  successes: z.int(),
  successesFine: z.int(),
  /** ‖x′ − x‖₂ of the 8-bit images, mean. */
  meanL2: z.number(),
  /** |p_t − c|, mean and largest. */
  meanError: z.number(),
  largestError: z.number(),
  /** How many took more than one search. */
  searchedAgain: z.int(),
  literalSuccesses: z.int(),
  literalSuccessesFine: z.int(),
  literalMeanL2: z.number(),
});

export const table1Schema = z.strictObject({
  rows: rowsOf(rowSchema),
  total: z.strictObject({
    attempts: z.int(),
    successes: z.int(),
    successesFine: z.int(),
    literalSuccesses: z.int(),
    literalSuccessesFine: z.int(),
    meanL2: z.number(),
    lowestRate: z.number(),
    lowestRateFine: z.number(),
  }),
});
export type Table1Result = z.infer<typeof table1Schema>;

type Row = z.infer<typeof rowSchema>;

/** Of licences as their files are read. */
function countWithin(
  probabilities: readonly (readonly number[])[],
  user: UserOutput,
  epsilon: number,
): number {
  return probabilities.filter(p => missOf(p, user) < epsilon).length;
}

/** The paper's figure for a row's class and confidence. */
function paperRate({ class: digit, confidence }: Row): number | null {
  return PAPER_TABLE_1.find(row => row.confidence === confidence)?.successRates[digit] ?? null;
}

/** The mean over the confidences, class by class. */
function byClass(rows: readonly Row[], of: (row: Row) => number): { x: number; y: number }[] {
  const classes = [...new Set(rows.map(row => row.class))];
  return classes.map((digit, x) => ({ x, y: mean(rows.filter(row => row.class === digit).map(of)) }));
}

export const table1 = defineExperiment<null, UserOutput, Row, Table1Result>({
  id: 'table1',
  title: 'Authentication success of 30 (t, c)',
  section: 'Table 1',
  about:
    'Fingerprints made for each class and confidence from random clean test images, written to PNG files, read back and judged at both ε.',
  sizes: { tiny: null, quick: null, paper: null },
  value: rowSchema,
  schema: table1Schema,

  tasks: (_size, { preset }) =>
    paperUsers(preset).map(user => ({
      name: `${user.class}-${user.confidence}`,
      needs: [modelId('wm1'), licencesId('wm1', user)],
      input: user,
      seconds: licencesEach('wm1', preset) * SECONDS_A_LICENCE,
    })),

  async run(user, context) {
    const made = licencesIn(context.outcome<readonly LicenceFigures[]>(licencesId('wm1', user)));
    const prepared = await context.bench.with(modelOf(context, 'wm1').parameters);
    const literal = await searchLicences(
      context,
      prepared,
      made.map(() => user),
      { purpose: licencesPurpose('wm1', user), epsilon: EPSILON, method: 'literal' },
    );
    const read = await readFromFiles(prepared, made);
    const readLiterally = await readFromFiles(prepared, literal);
    const errors = read.map(p => Math.abs(p[user.class]! - user.confidence));
    return {
      value: {
        ...user,
        attempts: made.length,
        successes: countWithin(read, user, EPSILON),
        successesFine: countWithin(read, user, FINE_EPSILON),
        meanL2: mean(made.map(({ distortion }) => distortion)),
        meanError: mean(errors),
        largestError: Math.max(...errors),
        searchedAgain: made.filter(({ attempts }) => attempts > 1).length,
        literalSuccesses: countWithin(readLiterally, user, EPSILON),
        literalSuccessesFine: countWithin(readLiterally, user, FINE_EPSILON),
        literalMeanL2: mean(literal.map(({ distortion }) => distortion)),
      },
    };
  },

  combine(finished) {
    const rows = finished.map(({ value }) => value);
    const sum = (count: (row: Row) => number) => rows.reduce((total, row) => total + count(row), 0);
    return {
      rows,
      total: {
        attempts: sum(row => row.attempts),
        successes: sum(row => row.successes),
        successesFine: sum(row => row.successesFine),
        literalSuccesses: sum(row => row.literalSuccesses),
        literalSuccessesFine: sum(row => row.literalSuccessesFine),
        meanL2: sum(row => row.meanL2 * row.attempts) / sum(row => row.attempts),
        lowestRate: Math.min(...rows.map(row => row.successes / row.attempts)),
        lowestRateFine: Math.min(...rows.map(row => row.successesFine / row.attempts)),
      },
    };
  },

  pictures: ({ rows }, besidePaper) => [
    {
      title: 'Authentication success by class, all confidences',
      x: { label: 'class t', format: 'number' },
      y: { label: 'success at ε = 0.01', format: 'percent', domain: [0, 1] },
      categories: [...new Set(rows.map(row => String(row.class)))],
      series: [
        { label: 'three phases', tone: 'in', points: byClass(rows, row => row.successes / row.attempts) },
        {
          label: 'literal Eq. (1)–(3)',
          tone: 'out',
          points: byClass(rows, row => row.literalSuccesses / row.attempts),
        },
        ...(besidePaper
          ? [
              {
                label: 'the paper',
                tone: 'ink' as const,
                reference: true,
                points: byClass(rows, row => paperRate(row) ?? NaN),
              },
            ]
          : []),
      ],
    },
  ],

  tables: ({ rows }, besidePaper) => [
    {
      title: 'Authentication success',
      columns: [
        { key: 'class', label: 't', format: 'whole' },
        { key: 'confidence', label: 'c', format: 'decimal' },
        { key: 'attempts', label: 'fingerprints', format: 'whole' },
        { key: 'rate', label: 'ε = 0.01', format: 'percent' },
        ...(besidePaper ? [{ key: 'paper', label: 'paper, ε = 0.01', format: 'percent' } as const] : []),
        { key: 'fine', label: 'ε = 0.001', format: 'percent' },
        { key: 'meanL2', label: 'mean L2', format: 'decimal' },
        { key: 'meanError', label: 'mean |p_t − c|', format: 'small' },
        { key: 'literal', label: 'literal Eq. (1)–(3), ε = 0.01', format: 'percent' },
        { key: 'literalFine', label: 'literal, ε = 0.001', format: 'percent' },
      ],
      rows: rows.map(row => ({
        class: row.class,
        confidence: row.confidence,
        attempts: row.attempts,
        rate: row.successes / row.attempts,
        paper: paperRate(row),
        fine: row.successesFine / row.attempts,
        meanL2: row.meanL2,
        meanError: row.meanError,
        literal: row.literalSuccesses / row.attempts,
        literalFine: row.literalSuccessesFine / row.attempts,
      })),
    },
  ],
});
