/**
 * Eq. (5) taken at its word: a library of N_au = K·(z₂ − z₁)/2ε users, made whole. 200 at the paper's ε = 0.01; 2,000 at ε = 0.001,
 * which float32 still tells apart: each licence read from its PNG file must be known for its user's and nobody else's, by
 * this backend and by float64 arithmetic alike.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { z } from 'zod';
import { mean } from '../core/statistics';
import { createReferenceEngine } from '../engine/reference/reference-engine';
import { authenticate, recordDistance, RECORD_TOLERANCE } from '../method/control/gate';
import type { FingerprintResult } from '../method/fingerprint/generation-options';
import { missOf } from '../method/fingerprint/polish';
import { candidateConfidences, userOf } from '../method/registry/allocation';
import { createRegistry, issueLicence } from '../method/registry/registry';
import type { Registry } from '../method/registry/registry';
import { LENET5 } from '../model/lenet5';
import { defineExperiment, rowsOf } from './experiment';
import type { CellContext, Experiment, Preset } from './experiment';
import {
  concatenate,
  EPSILON,
  FINE_EPSILON,
  ISSUED_AT,
  outputSchema,
  readFromFiles,
  searchLicences,
  SECONDS_A_LICENCE,
  userOutputShape,
} from './licences';
import type { UserOutput } from './licences';
import { LAYOUT, modelId, modelOf } from './models';
import type { Model } from './models';

const rowSchema = z.strictObject({
  confidence: z.number(),
  users: z.int(),
  /** Known for their users' by class and confidence. */
  recognized: z.int(),
  meanL2: z.number(),
});

export const librarySchema = z.strictObject({
  epsilon: z.number(),
  /** N_au, and how many of these users the run made licences for. */
  capacity: z.int(),
  users: z.int(),
  /** Class and confidence within ε, when it was made. */
  made: z.int(),
  /** Different images. */
  distinct: z.int(),
  /** Read from their files: taken for their own users by class and confidence; by the output vector too; taken for another user. */
  recognized: z.int(),
  recognizedByVector: z.int(),
  mistaken: z.int(),
  /** Taken for their own users by both rules when the reference engine (float64) runs the model. */
  recognizedByReference: z.int(),
  /** Pairs of different users of which one's output lies within the tolerance of the other's record. */
  confusable: z.int(),
  /** Smallest max_k |p_k − record_k| between one user's output and another's record. */
  nearestOther: z.number(),
  meanL2: z.number(),
  /** |p_t − c| as read. Where c = 0.10 the class can't hold less than 1/K: these are aimed at from inside [c, c + ε). */
  meanError: z.number(),
  largestError: z.number(),
  rows: rowsOf(rowSchema),
});
export type LibraryResult = z.infer<typeof librarySchema>;

interface Size {
  /** Of the confidences, how many neighbouring ones each class is given: all, or a stretch of its own. */
  readonly confidencesAClass: number;
  readonly classes: number;
  /** Users a cell. */
  readonly cell: number;
}

const memberSchema = z.strictObject({
  ...userOutputShape,
  record: outputSchema,
  /** From the PNG file's bytes, on this backend and on the reference. */
  read: outputSchema,
  reference: outputSchema,
  image: z.string(),
  distortion: z.number(),
});
type Member = z.infer<typeof memberSchema>;

/** Clean images tried for a user before it is given up. */
const ROUNDS = 4;

/** The library's users, or a part in which neighbours stand side by side and every confidence may occur. */
function usersOf({ classes, confidencesAClass }: Size, confidences: readonly number[]): UserOutput[] {
  const many = Math.min(confidencesAClass, confidences.length);
  return Array.from({ length: classes }, (_, digit) => {
    const from = Math.floor((digit * (confidences.length - many)) / Math.max(1, classes - 1));
    return confidences.slice(from, from + many).map(confidence => ({ class: digit, confidence }));
  }).flat();
}

async function makeMembers(
  context: CellContext,
  model: Model,
  users: readonly UserOutput[],
  { epsilon, purpose }: { epsilon: number; purpose: string },
): Promise<{ members: Member[]; pixels: Uint8Array }> {
  const prepared = await context.bench.with(model.parameters);
  const results: FingerprintResult[] = [];
  let missing = users.map((_, n) => n);
  for (let round = 1; round <= ROUNDS && missing.length > 0; round++) {
    const found = await searchLicences(
      context,
      prepared,
      missing.map(n => users[n]!),
      {
        purpose: `${purpose} round ${round}`,
        epsilon,
        // Few need another round.
        onProgress: fraction => round === 1 && context.onProgress(0.9 * fraction),
      },
    );
    missing.forEach((n, i) => (results[n] = found[i]!));
    missing = missing.filter(n => !results[n]!.passed);
  }
  const read = await readFromFiles(prepared, results);
  const exact = await createReferenceEngine().prepare(LENET5);
  exact.putParameters(model.parameters);
  const reference = await readFromFiles(exact, results);
  exact.dispose();
  return {
    members: results.map(({ probabilities, pixels, distortion }, n) => ({
      ...users[n]!,
      record: probabilities,
      read: read[n]!,
      reference: reference[n]!,
      image: bytesToHex(sha256(pixels)),
      distortion,
    })),
    pixels: concatenate(results.map(({ pixels }) => pixels)),
  };
}

function judge(members: readonly Member[], confidences: readonly number[], epsilon: number): LibraryResult {
  const { classes } = LAYOUT;
  let registry: Registry = createRegistry({ classes, confidences, epsilon });
  for (const { class: digit, confidence, record } of members) {
    registry = issueLicence(registry, { class: digit, confidence, record, issuedAt: ISSUED_AT });
  }
  const takenFor = (probabilities: readonly number[], rule: 'paper-with-class' | 'output-vector') => {
    const { authorized, user } = authenticate(probabilities, registry, rule);
    return authorized ? user : null;
  };
  const own = (member: Member) => userOf(member, classes, confidences);
  const known = (member: Member) => takenFor(member.read, 'paper-with-class') === own(member);
  const count = (condition: (member: Member) => boolean) => members.filter(condition).length;

  let confusable = 0;
  let nearestOther = Infinity;
  members.forEach((one, i) =>
    members.forEach((other, j) => {
      if (i === j) return;
      const distance = recordDistance(one.read, other.record);
      nearestOther = Math.min(nearestOther, distance);
      if (distance <= RECORD_TOLERANCE) confusable += 1;
    }),
  );

  const errors = members.map(({ class: digit, confidence, read }) => Math.abs(read[digit]! - confidence));
  return {
    epsilon,
    capacity: classes * confidences.length,
    users: members.length,
    made: count(member => missOf(member.record, member) < epsilon),
    distinct: new Set(members.map(({ image }) => image)).size,
    recognized: count(known),
    recognizedByVector: count(member => takenFor(member.read, 'output-vector') === own(member)),
    mistaken: count(member => ![null, own(member)].includes(takenFor(member.read, 'paper-with-class'))),
    recognizedByReference: count(
      member =>
        takenFor(member.reference, 'paper-with-class') === own(member) &&
        takenFor(member.reference, 'output-vector') === own(member),
    ),
    confusable,
    nearestOther,
    meanL2: mean(members.map(({ distortion }) => distortion)),
    meanError: mean(errors),
    largestError: Math.max(...errors),
    rows: confidences.flatMap(confidence => {
      const those = members.filter(member => member.confidence === confidence);
      if (those.length === 0) return [];
      return {
        confidence,
        users: those.length,
        recognized: those.filter(known).length,
        meanL2: mean(those.map(({ distortion }) => distortion)),
      };
    }),
  };
}

function defineLibrary(
  id: string,
  epsilon: number,
  sizes: Readonly<Record<Preset, Size>>,
): Experiment<LibraryResult> {
  const confidences = candidateConfidences(epsilon);
  const capacity = LAYOUT.classes * confidences.length;
  return defineExperiment<Size, readonly UserOutput[], readonly Member[], LibraryResult>({
    id,
    title: `A library of ${capacity.toLocaleString('en')} users`,
    section: 'Eq. (5)',
    about: `Licences for the users that Eq. (5) allows at ε = ${epsilon} on [0.10, 0.50): made, read from their files, and each told from all others.`,
    sizes,
    value: rowsOf(memberSchema),
    schema: librarySchema,

    tasks(size) {
      const users = usersOf(size, confidences);
      return Array.from({ length: Math.ceil(users.length / size.cell) }, (_, n) => {
        const part = users.slice(n * size.cell, (n + 1) * size.cell);
        return {
          name: `part-${n + 1}`,
          needs: [modelId('wm1')],
          input: part,
          seconds: 1.2 * part.length * SECONDS_A_LICENCE,
        };
      });
    },

    async run(users, context) {
      const first = users[0]!;
      const purpose = `${id} ${first.class} ${first.confidence}`;
      const model = modelOf(context, 'wm1');
      const { members, pixels } = await makeMembers(context, model, users, { epsilon, purpose });
      return { value: members, arrays: { pixels } };
    },

    combine: finished =>
      judge(
        finished.flatMap(({ value }) => value),
        confidences,
        epsilon,
      ),

    pictures: ({ rows }) => [
      {
        title: 'Distortion of the licences over their confidence',
        x: { label: 'confidence c', format: 'number' },
        y: { label: 'mean L2', format: 'number', domain: [0, 'auto'] },
        series: [
          {
            label: 'mean L2 over the classes',
            tone: 'in',
            points: rows.map(({ confidence, meanL2 }) => ({ x: confidence, y: meanL2 })),
          },
        ],
      },
    ],

    tables: result => [
      {
        title: `${result.users} of ${result.capacity} users`,
        columns: [
          { key: 'what', label: 'what', format: 'text' },
          { key: 'count', label: 'count', format: 'whole' },
        ],
        rows: [
          { what: 'licences made', count: result.made },
          { what: 'different images', count: result.distinct },
          { what: 'recognized as their own users', count: result.recognized },
          { what: 'recognized by the output vector too', count: result.recognizedByVector },
          { what: 'recognized by both rules in float64', count: result.recognizedByReference },
          { what: 'taken for another user', count: result.mistaken },
          { what: 'pairs of users whose records could be confused', count: result.confusable },
        ],
      },
      {
        title: 'How far apart they are',
        columns: [
          { key: 'what', label: 'what', format: 'text' },
          { key: 'value', label: 'value', format: 'small' },
        ],
        rows: [
          { what: 'mean L2', value: result.meanL2 },
          { what: 'mean |p_t − c|', value: result.meanError },
          { what: 'largest |p_t − c|', value: result.largestError },
          { what: 'nearest record of another user', value: result.nearestOther },
        ],
      },
    ],
  });
}

export const library200 = defineLibrary('library200', EPSILON, {
  tiny: { classes: 2, confidencesAClass: 2, cell: 2 },
  quick: { classes: 10, confidencesAClass: 20, cell: 50 },
  paper: { classes: 10, confidencesAClass: 20, cell: 50 },
});

export const library2000 = defineLibrary('library2000', FINE_EPSILON, {
  tiny: { classes: 2, confidencesAClass: 2, cell: 4 },
  quick: { classes: 10, confidencesAClass: 20, cell: 50 },
  paper: { classes: 10, confidencesAClass: 200, cell: 100 },
});
