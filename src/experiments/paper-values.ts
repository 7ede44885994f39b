/**
 * What the paper printed for MNIST and LeNet-5 (section 3), for showing beside ours. Shares are in [0, 1]. Never shown beside
 * figures of synthetic digits.
 */

/** Figure 2 and section 3.2: test accuracy of authorized and unauthorized usage. */
export const PAPER_FIGURE_2 = { authorized: 0.9915, unauthorized: 0.0892 } as const;

/** Table 1: share of 100 fingerprints of (t, c) that authenticate, t = 0 … 9 from left to right. */
export const PAPER_TABLE_1: readonly {
  readonly confidence: number;
  readonly successRates: readonly number[];
}[] = [
  { confidence: 0.2, successRates: [0.99, 0.99, 0.99, 0.99, 0.96, 1, 0.99, 0.99, 1, 1] },
  { confidence: 0.3, successRates: [0.98, 1, 1, 1, 0.97, 1, 0.98, 0.98, 1, 0.99] },
  { confidence: 0.4, successRates: [0.99, 1, 1, 1, 0.97, 1, 0.98, 1, 1, 1] },
];

/** Table 2: what embedding wm₁ costs in accuracy, and V_owner. The drop is unmarked minus marked; null is the paper's N/A. */
export const PAPER_TABLE_2: readonly {
  readonly model: 'unmarked' | 'from scratch' | 'by fine-tuning';
  readonly epochs: number;
  readonly accuracy: number;
  readonly drop: number | null;
  readonly verified: boolean | null;
}[] = [
  { model: 'unmarked', epochs: 50, accuracy: 0.9912, drop: null, verified: null },
  { model: 'from scratch', epochs: 50, accuracy: 0.9915, drop: -0.0003, verified: true },
  { model: 'by fine-tuning', epochs: 20, accuracy: 0.9912, drop: 0, verified: true },
];

/** Table 3: accuracy and V_owner of a model with wm₁ after fine-tuning. 0 epochs: before the attack, trained for 50. */
export const PAPER_TABLE_3: readonly {
  readonly epochs: number;
  readonly accuracy: number;
  readonly verified: boolean;
}[] = [
  { epochs: 0, accuracy: 0.9915, verified: true },
  { epochs: 30, accuracy: 0.9953, verified: true },
  { epochs: 50, accuracy: 0.9953, verified: true },
];

/** Table 4: accuracy and V_owner at each pruning rate of conv2. */
export interface PaperPruningRow {
  readonly rate: number;
  readonly wm1: { readonly accuracy: number; readonly verified: boolean };
  readonly wm2: { readonly accuracy: number; readonly verified: boolean };
}

/** wm₂ is verified at every rate. */
const pruned = (rate: number, wm1: number, verified: boolean, wm2: number): PaperPruningRow => ({
  rate,
  wm1: { accuracy: wm1, verified },
  wm2: { accuracy: wm2, verified: true },
});

export const PAPER_TABLE_4: readonly PaperPruningRow[] = [
  pruned(0, 0.9915, true, 0.9916),
  pruned(0.1, 0.9915, true, 0.9915),
  pruned(0.2, 0.9915, true, 0.9909),
  pruned(0.3, 0.9907, true, 0.9908),
  pruned(0.4, 0.9897, true, 0.9906),
  pruned(0.5, 0.9889, false, 0.99),
  pruned(0.6, 0.9854, false, 0.9893),
  pruned(0.7, 0.958, false, 0.9875),
  pruned(0.8, 0.9102, false, 0.9746),
  pruned(0.9, 0.6838, false, 0.8536),
];
