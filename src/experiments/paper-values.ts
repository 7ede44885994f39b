/**
 * What the paper printed, for showing beside ours (MNIST, LeNet-5; section 3). Shares are in [0, 1]. Never shown beside
 * figures of synthetic digits.
 */

/** Figure 2 and section 3.2. */
export const PAPER_FIGURE_2 = { authorized: 0.9915, unauthorized: 0.0892 } as const;

/** Table 4: accuracy and V_owner at each pruning rate of conv2. */
export interface PaperPruningRow {
  readonly rate: number;
  readonly wm1: { readonly accuracy: number; readonly verified: boolean };
  readonly wm2: { readonly accuracy: number; readonly verified: boolean };
}

const row = (rate: number, first: number, verified: boolean, second: number): PaperPruningRow => ({
  rate,
  wm1: { accuracy: first, verified },
  wm2: { accuracy: second, verified: true },
});

export const PAPER_TABLE_4: readonly PaperPruningRow[] = [
  row(0, 0.9915, true, 0.9916),
  row(0.1, 0.9915, true, 0.9915),
  row(0.2, 0.9915, true, 0.9909),
  row(0.3, 0.9907, true, 0.9908),
  row(0.4, 0.9897, true, 0.9906),
  row(0.5, 0.9889, false, 0.99),
  row(0.6, 0.9854, false, 0.9893),
  row(0.7, 0.958, false, 0.9875),
  row(0.8, 0.9102, false, 0.9746),
  row(0.9, 0.6838, false, 0.8536),
];
