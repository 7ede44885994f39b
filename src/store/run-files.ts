/** A training run as files: its curve for a spreadsheet, and all of it for a program. Figures are written with every digit they have. */
import type { FinishedRun, HistoryPoint } from './training-run';

/** One line a point; what was not measured there is empty. Accuracy in [0, 1]. */
export function curveCsv(history: readonly HistoryPoint[]): string {
  const lines = history.map(({ epoch, loss, accuracy, watermarkError }) =>
    [epoch, loss, accuracy, watermarkError].map(value => value ?? '').join(','),
  );
  return ['epoch,loss,test_accuracy,watermark_term', ...lines, ''].join('\r\n');
}

/** The run, with the words that a reader of the file needs. */
export function runJson(run: FinishedRun): string {
  return JSON.stringify(
    {
      kind: 'activeguard-training',
      version: 1,
      curveCodeIs:
        'the first 8 hexadecimal digits of SHA-256 over (epoch, loss, test accuracy, watermark term or -1) at each epoch’s end, little-endian float64',
      ...run,
    },
    null,
    2,
  );
}
