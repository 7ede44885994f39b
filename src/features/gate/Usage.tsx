/** Figure 2: the whole test set answered for the authorized and for the unauthorized, accuracy as it accumulates. */
import { PAPER_FIGURE_2 } from '../../experiments/paper-values';
import type { UsageProgress } from '../../jobs/protocol';
import { Button } from '../../ui/Button';
import { Progress } from '../../ui/Progress';
import styles from './Usage.module.css';

export interface UsageProps {
  readonly usage: UsageProgress | null;
  readonly usageRunning: boolean;
  readonly dataset: 'mnist' | 'synthetic' | null;
  readonly onRun: () => void;
  readonly onCancel: () => void;
}

export function Usage({ usage, usageRunning, dataset, onRun, onCancel }: UsageProps) {
  const share = usage && usage.total > 0 ? usage.seen / usage.total : 0;
  const paper = dataset === 'mnist' ? PAPER_FIGURE_2 : null;
  return (
    <section className={styles.usage} aria-label="Accuracy over the test set">
      <div className={styles.figures}>
        <Figure
          name="authorized"
          tone={styles.in}
          usage={usage}
          correct={usage?.authorizedCorrect}
          paper={paper?.authorized}
        />
        <Figure
          name="unauthorized"
          tone={styles.out}
          usage={usage}
          correct={usage?.unauthorizedCorrect}
          paper={paper?.unauthorized}
        />
      </div>
      {usageRunning ? (
        <Progress
          label={`${(usage?.seen ?? 0).toLocaleString('en')} images`}
          value={share}
          secondsLeft={usage?.secondsLeft ?? null}
          onCancel={onCancel}
        />
      ) : (
        <div className={styles.run}>
          <Button size="small" onClick={onRun}>
            {usage ? 'Run again' : 'Run over the test set'}
          </Button>
          <span className={styles.note}>{usage && measuredOn(usage, dataset)}</span>
        </div>
      )}
    </section>
  );
}

function measuredOn(usage: UsageProgress, dataset: UsageProps['dataset']): string {
  const images = dataset === 'synthetic' ? 'built-in digits' : 'MNIST test images';
  const cut = usage.seen < usage.total ? `, stopped at ${usage.seen.toLocaleString('en')}` : '';
  return `${usage.total.toLocaleString('en')} ${images}${cut}`;
}

interface FigureProps {
  readonly name: string;
  readonly tone: string | undefined;
  readonly usage: UsageProgress | null;
  readonly correct: number | undefined;
  readonly paper: number | undefined;
}

function Figure({ name, tone, usage, correct, paper }: FigureProps) {
  const percent = usage && usage.seen > 0 && correct !== undefined ? (100 * correct) / usage.seen : null;
  return (
    <div className={styles.figure}>
      <span className={styles.name}>{name}</span>
      <span className={tone}>
        <span className={styles.number}>
          {percent === null ? '–' : percent.toFixed(percent < 99.95 ? 1 : 0)}
        </span>
        {percent !== null && <span className={styles.unit}>%</span>}
      </span>
      {paper !== undefined && <span className={styles.name}>paper {(100 * paper).toFixed(2)}</span>}
    </div>
  );
}
