/** An answer as files: every image with what the model said of it, and by which rule it came in. */
import type { Table } from '../../experiments/experiment';
import type { AnsweredWhatIf } from '../../store/state';

export function whatIfTable({ id, trials }: AnsweredWhatIf): Table {
  return {
    title: id,
    columns: [
      { key: 'image', label: 'image', format: 'whole' },
      { key: 'class', label: 'class', format: 'whole' },
      { key: 'confidence', label: 'confidence', format: 'decimal' },
      { key: 'paper', label: 'let in by the paper’s rule', format: 'yes-no' },
      { key: 'vector', label: 'let in by the output vector', format: 'yes-no' },
      { key: 'user', label: 'taken for user', format: 'whole' },
      { key: 'holder', label: 'licence of user', format: 'whole' },
      { key: 'distance', label: 'distance to the nearest record', format: 'small' },
    ],
    rows: trials.map((trial, n) => ({ image: n + 1, ...trial })),
  };
}

/** Everything but the pictures, which the same seed makes again. */
export function whatIfJson({ examples, ...answer }: AnsweredWhatIf): string {
  return `${JSON.stringify({ ...answer, shown: examples.map(({ trial }) => trial + 1) }, null, 2)}\n`;
}
