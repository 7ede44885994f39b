import { describe, expect, it } from 'vitest';
import type { Overall, Splitting } from './splitting';
import { SPLITTINGS } from './splitting';
import type {
  Fingerprint,
  FingerprintProgress,
  FingerprintsInput,
  JobName,
  PruneInput,
  PruningRow,
} from './protocol';

const WASM = { backend: 'wasm', testCount: 10_000 } as const;
const parameters = Float32Array.of(1, 2);

function splittingOf<J extends JobName>(job: J): Splitting<J> {
  const splitting = SPLITTINGS[job];
  if (!splitting) throw new Error(`${job} is not divided`);
  return splitting as unknown as Splitting<J>;
}

const at = (fraction: number): Overall => ({ fraction, secondsLeft: 10 * (1 - fraction) });

describe('fingerprints', () => {
  const splitting = splittingOf('fingerprints');
  const input: FingerprintsInput = {
    parameters,
    requests: Array.from({ length: 19 }, (_, n) => ({ class: n % 10, confidence: 0.3 })),
    images: Array.from({ length: 19 }, (_, n) => 100 + n),
    secret: 'mine',
    epsilon: 0.01,
    method: 'three-phase',
  };

  it('fall apart in eights, each request with its own clean image, nothing else changed', () => {
    const pieces = splitting.pieces(input, WASM);
    expect(pieces.map(piece => piece.requests.length)).toEqual([8, 8, 3]);
    expect(pieces.flatMap(piece => piece.requests)).toEqual(input.requests);
    expect(pieces.flatMap(piece => piece.images)).toEqual(input.images);
    for (const { requests: _requests, images: _images, ...rest } of pieces) {
      const { requests: _all, images: _allImages, ...whole } = input;
      expect(rest).toEqual(whole);
    }
    expect(pieces.map(piece => splitting.weight(piece))).toEqual([8, 8, 3]);
  });

  it('stay together on a GPU', () => {
    expect(splitting.pieces(input, { ...WASM, backend: 'webgpu' })).toEqual([input]);
  });

  it('are joined in the order of the pieces', () => {
    const made = (n: number) => ({ originalLabel: n }) as Fingerprint;
    expect(splitting.join([[made(0), made(1)], [made(2)]])).toEqual([made(0), made(1), made(2)]);
  });

  it('report each search in its own place; those that wait have no number yet', () => {
    const reports: FingerprintProgress[] = [];
    const follow = splitting.follow(splitting.pieces(input, WASM), report => reports.push(report));
    const said = (value: number, count: number): FingerprintProgress => ({
      phase: 'reach',
      fraction: 0.5,
      secondsLeft: 99,
      confidence: Array.from({ length: count }, () => value),
      distortion: Array.from({ length: count }, () => 2 * value),
    });
    follow(2, said(0.25, 3), at(0.1));
    follow(1, said(0.5, 8), at(0.1001)); // too soon after the last
    follow(0, said(0.75, 8), at(0.2));
    expect(reports).toHaveLength(2);
    expect(reports[0]!.confidence).toEqual([...Array.from({ length: 16 }, () => NaN), 0.25, 0.25, 0.25]);
    expect(reports[1]!.confidence).toEqual([
      ...Array.from({ length: 8 }, () => 0.75),
      ...Array.from({ length: 8 }, () => 0.5),
      ...Array.from({ length: 3 }, () => 0.25),
    ]);
    expect(reports[1]!.distortion[0]).toBe(1.5);
    expect(reports[1]).toMatchObject({ phase: 'reach', fraction: 0.2, secondsLeft: 8 });
  });

  it('nothing asked for is one piece without a request', () => {
    const none = { ...input, requests: [], images: [] };
    expect(splitting.pieces(none, WASM).map(piece => piece.requests)).toEqual([[]]);
    expect(splitting.join([[]])).toEqual([]);
  });
});

describe('a pruning sweep', () => {
  const splitting = splittingOf('prune');
  const input = { parameters, rates: [0, 0.1, 0.2] } as unknown as PruneInput;

  it('is one piece a rate, in their order', () => {
    expect(splitting.pieces(input, WASM).map(piece => piece.rates)).toEqual([[0], [0.1], [0.2]]);
  });

  it('reports rows in the order of the rates, whichever is done first', () => {
    const reports: number[] = [];
    const follow = splitting.follow(splitting.pieces(input, WASM), row => reports.push(row.rate));
    const row = (rate: number) => ({ rate }) as PruningRow;
    follow(2, row(0.2), at(0.3));
    expect(reports).toEqual([]);
    follow(0, row(0), at(0.6));
    expect(reports).toEqual([0]);
    follow(1, row(0.1), at(1));
    expect(reports).toEqual([0, 0.1, 0.2]);
  });
});

describe('an evaluation', () => {
  const splitting = splittingOf('accuracy');

  it('is a thousand images a piece, the rest in the last', () => {
    const pieces = splitting.pieces({ parameters }, { ...WASM, testCount: 2500 });
    expect(pieces.map(piece => piece.range)).toEqual([
      { from: 0, to: 1000 },
      { from: 1000, to: 2000 },
      { from: 2000, to: 2500 },
    ]);
  });

  it('of a part falls apart within that part', () => {
    const pieces = splitting.pieces({ parameters, range: { from: 700, to: 1900 } }, WASM);
    expect(pieces.map(piece => piece.range)).toEqual([
      { from: 700, to: 1700 },
      { from: 1700, to: 1900 },
    ]);
    expect(pieces.map(piece => splitting.weight(piece))).toEqual([1000, 200]);
  });

  it('counts what is right, and never averages shares', () => {
    const joined = splitting.join([
      { correct: 900, count: 1000, accuracy: 0.9 },
      { correct: 1, count: 2, accuracy: 0.5 },
    ]);
    expect(joined).toEqual({ correct: 901, count: 1002, accuracy: 901 / 1002 });
  });
});
