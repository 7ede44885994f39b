/**
 * Who else gets in: the false acceptances of strangers and forgers, which the paper does not report, under its own rule, its rule
 * with the class, and ours on the whole output vector; and the false rejections of the licensed (sections 2.2 and 2.4).
 */
import { z } from 'zod';
import { throwIfAborted } from '../core/errors';
import { letEventsIn } from '../core/pause';
import { wilsonInterval } from '../core/statistics';
import { RECORD_TOLERANCE, recordDistance } from '../method/control/gate';
import { missOf } from '../method/fingerprint/polish';
import { userOf } from '../method/registry/allocation';
import { issueLicence, revokeLicence } from '../method/registry/registry';
import {
  addCounts,
  countsSchema,
  EPSILONS,
  kindSchema,
  registries,
  RULES,
  ruleSchema,
  Tally,
  TOLERANCES,
} from './acceptance';
import type { Counts, Kind } from './acceptance';
import { defineExperiment, rowsOf } from './experiment';
import type { CellContext, Task } from './experiment';
import {
  allLicences,
  allLicencesIds,
  concatenate,
  CONFIDENCES,
  EPSILON,
  ISSUED_AT,
  paperRegistry,
  paperUsers,
  probabilitiesOf,
  searchLicences,
  SECONDS_A_LICENCE,
  throughPng,
} from './licences';
import type { MadeLicence } from './licences';
import { LAYOUT, modelId, modelOf } from './models';
import { strangerImages } from './stranger-images';

export const strangersSchema = z.strictObject({
  rows: rowsOf(
    z.strictObject({
      kind: kindSchema,
      rule: ruleSchema,
      trials: z.int(),
      passed: z.int(),
      /** Of strangers the FAR; of licences 1 − FRR; with its 95% interval (Wilson). */
      rate: z.number(),
      low: z.number(),
      high: z.number(),
    }),
  ),
  epsilons: rowsOf(z.number()),
  tolerances: rowsOf(z.number()),
  counts: rowsOf(countsSchema),
});
export type StrangersResult = z.infer<typeof strangersSchema>;

interface Size {
  /** Of each kind that can be had at will. */
  readonly strangers: number;
  readonly forgeries: number;
  readonly forgeriesACell: number;
}

interface Input {
  readonly kind: Kind;
  readonly from: number;
  readonly count: number;
}

/** Images judged between two looks at the signal. */
const CHUNK = 1000;

/** The model of another owner, whose licences are tried on this one. */
const OTHER = 'wm2';

/** The licensed, each issued in his turn, since a user holds one licence; of revoked ones, each is revoked again at once. */
async function countLicences(
  kind: 'licence' | 'revoked licence',
  licences: readonly MadeLicence[],
  context: CellContext,
): Promise<Counts> {
  const prepared = await context.bench.with(modelOf(context, 'wm1').parameters);
  const tally = new Tally(kind);
  const base = registries(epsilon => paperRegistry(licences, epsilon));
  const read = await probabilitiesOf(prepared, concatenate(licences.map(({ pixels }) => throughPng(pixels))));
  licences.forEach((licence, n) => {
    const own = registries(epsilon => {
      const issued = issueLicence(base(epsilon), { ...licence, issuedAt: ISSUED_AT });
      return kind === 'licence'
        ? issued
        : revokeLicence(issued, userOf(licence, LAYOUT.classes, CONFIDENCES), ISSUED_AT);
    });
    tally.add(read[n]!, recordDistance(read[n]!, licence.record), own);
  });
  return tally.counts(licences.filter(licence => missOf(licence.record, licence) < EPSILON).length);
}

async function countStrangers(
  kind: Kind,
  images: Uint8Array,
  context: CellContext,
  made: number | null,
): Promise<Counts> {
  const prepared = await context.bench.with(modelOf(context, 'wm1').parameters);
  const licences = allLicences(context, 'wm1', 1);
  const registryAt = registries(epsilon => paperRegistry(licences, epsilon));
  const tally = new Tally(kind);
  const size = LAYOUT.pixels;
  for (let from = 0; from < images.length; from += CHUNK * size) {
    throwIfAborted(context.signal);
    const part = images.subarray(from, from + CHUNK * size);
    for (const probabilities of await probabilitiesOf(prepared, part)) {
      const nearest = Math.min(...licences.map(({ record }) => recordDistance(probabilities, record)));
      tally.add(probabilities, nearest, registryAt);
    }
    await letEventsIn();
  }
  return tally.counts(made);
}

export const strangers = defineExperiment<Size, Input, Counts, StrangersResult>({
  id: 'strangers',
  title: 'Who else gets in',
  section: 'ours',
  about:
    'Strangers, revoked and foreign licences, and forgeries by someone who has the model, C_fp and the algorithm but not the owner’s secret, at a gate with thirty licences, under three rules.',
  sizes: {
    tiny: { strangers: 40, forgeries: 2, forgeriesACell: 1 },
    quick: { strangers: 1000, forgeries: 60, forgeriesACell: 30 },
    paper: { strangers: 10_000, forgeries: 1000, forgeriesACell: 100 },
  },
  value: countsSchema,
  schema: strangersSchema,

  tasks(size, { preset }) {
    const needs = [modelId('wm1'), ...allLicencesIds('wm1', preset)];
    return kindSchema.options.flatMap((kind): Task<Input> | Task<Input>[] => {
      if (kind === 'forgery') {
        return Array.from({ length: Math.ceil(size.forgeries / size.forgeriesACell) }, (_, n) => {
          const from = n * size.forgeriesACell;
          const count = Math.min(size.forgeriesACell, size.forgeries - from);
          return {
            name: `forgery-${n + 1}`,
            needs,
            input: { kind, from, count },
            seconds: count * SECONDS_A_LICENCE,
          };
        });
      }
      return {
        name: kind.replaceAll(' ', '-'),
        needs: kind === 'licence of another model' ? [...needs, ...allLicencesIds(OTHER, preset)] : needs,
        input: { kind, from: 0, count: size.strangers },
        seconds: (2 * size.strangers) / 10_000,
      };
    });
  },

  async run({ kind, from, count }, context) {
    if (kind === 'licence' || kind === 'revoked licence') {
      return { value: await countLicences(kind, allLicences(context, 'wm1'), context) };
    }
    if (kind === 'licence of another model') {
      const licences = allLicences(context, OTHER);
      const images = concatenate(licences.map(({ pixels }) => throughPng(pixels)));
      return { value: await countStrangers(kind, images, context, null) };
    }
    if (kind === 'forgery') {
      const prepared = await context.bench.with(modelOf(context, 'wm1').parameters);
      const everyone = paperUsers(context.settings.preset);
      const users = Array.from({ length: count }, (_, n) => everyone[(from + n) % everyone.length]!);
      const forged = await searchLicences(context, prepared, users, {
        purpose: `forgeries from ${from}`,
        epsilon: EPSILON,
        secret: "the forger's own secret",
      });
      const images = concatenate(forged.map(({ pixels }) => throughPng(pixels)));
      const made = forged.filter(({ passed }) => passed).length;
      return { value: await countStrangers(kind, images, context, made) };
    }
    return { value: await countStrangers(kind, await strangerImages(kind, count, context), context, null) };
  },

  combine(finished) {
    const counts = kindSchema.options.map(kind =>
      finished
        .filter(({ input }) => input.kind === kind)
        .map(({ value }) => value)
        .reduce(addCounts),
    );
    return {
      rows: counts.flatMap(({ kind, trials, passed }) =>
        RULES.map((rule, n) => ({
          kind,
          rule,
          trials,
          passed: passed[n]!,
          rate: passed[n]! / trials,
          ...wilsonInterval(passed[n]!, trials),
        })),
      ),
      epsilons: [...EPSILONS],
      tolerances: [...TOLERANCES],
      counts,
    };
  },

  pictures: ({ counts, epsilons, tolerances }) => {
    const tones = ['in', 'ink', 'soft', 'wm1', 'wm2', 'ink', 'soft', 'wm2', 'out'] as const;
    const shared = (n: number, kind: Kind) => ({
      label: kind === 'licence' ? 'licences (1 − FRR)' : kind,
      tone: tones[n] ?? ('soft' as const),
      dashed: n % 2 === 1,
    });
    const y = { label: 'share let in', format: 'percent', domain: [0, 1] } as const;
    return [
      {
        title: 'Let in by the paper’s rule over ε',
        x: { label: 'ε', format: 'number', scale: 'log' },
        y,
        series: counts.map(({ kind, trials, byEpsilon }, n) => ({
          ...shared(n, kind),
          points: byEpsilon.map(({ paper }, i) => ({ x: epsilons[i]!, y: paper / trials })),
        })),
      },
      {
        title: 'Let in by the output vector over its tolerance',
        x: { label: 'tolerance', format: 'number', scale: 'log' },
        y,
        series: counts.map(({ kind, trials, byTolerance }, n) => ({
          ...shared(n, kind),
          points: byTolerance.map((passed, i) => ({ x: tolerances[i]!, y: passed / trials })),
        })),
      },
    ];
  },

  tables: ({ rows, counts, epsilons, tolerances }) => [
    {
      title: `Let in at ε = ${EPSILON}, tolerance ${RECORD_TOLERANCE}`,
      columns: [
        { key: 'kind', label: 'who', format: 'text' },
        { key: 'rule', label: 'rule', format: 'text' },
        { key: 'trials', label: 'tried', format: 'whole' },
        { key: 'passed', label: 'let in', format: 'whole' },
        { key: 'rate', label: 'share', format: 'percent' },
        { key: 'low', label: '95% from', format: 'percent' },
        { key: 'high', label: 'to', format: 'percent' },
      ],
      rows,
    },
    {
      title: 'Distance to the records (of strangers the nearest, of licences the largest to their own)',
      columns: [
        { key: 'kind', label: 'who', format: 'text' },
        { key: 'recordDistance', label: 'max |p_k − record_k|', format: 'small' },
      ],
      rows: counts.map(({ kind, recordDistance: distance }) => ({ kind, recordDistance: distance })),
    },
    ...(['paper', 'withClass'] as const).map(rule => ({
      title: rule === 'paper' ? 'Let in over ε, any class' : 'Let in over ε, with a licence for the class',
      columns: [
        { key: 'kind', label: 'who', format: 'text' as const },
        ...epsilons.map(epsilon => ({
          key: String(epsilon),
          label: `ε = ${epsilon}`,
          format: 'percent' as const,
        })),
      ],
      rows: counts.map(({ kind, trials, byEpsilon }) => ({
        kind,
        ...Object.fromEntries(byEpsilon.map((passed, n) => [String(epsilons[n]), passed[rule] / trials])),
      })),
    })),
    {
      title: 'Let in by the output vector over its tolerance',
      columns: [
        { key: 'kind', label: 'who', format: 'text' },
        ...tolerances.map(tolerance => ({
          key: String(tolerance),
          label: String(tolerance),
          format: 'percent' as const,
        })),
      ],
      rows: counts.map(({ kind, trials, byTolerance }) => ({
        kind,
        ...Object.fromEntries(byTolerance.map((passed, n) => [String(tolerances[n]), passed / trials])),
      })),
    },
  ],
});
