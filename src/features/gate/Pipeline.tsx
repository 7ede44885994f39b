/** The way of an image: into the model, out as ten probabilities, and through the control layer or past it (section 2.2). */
import { classes } from '../../ui/classes';
import { DigitImage } from '../../ui/DigitImage';
import { ArrowIcon, DiceIcon, LiftIcon } from '../../ui/icons';
import { ProbabilityBars } from '../../ui/ProbabilityBars';
import type { GateSubmission } from '../../store/state';
import styles from './Pipeline.module.css';

export interface PipelineProps {
  readonly submission: GateSubmission | null;
  readonly checking: boolean;
  /** Whether the control layer is there. */
  readonly access: 'protected' | 'authorized';
  readonly modelName: string;
}

const NOTHING: readonly number[] = Array.from({ length: 10 }, () => 0);

export function Pipeline({ submission, checking, access, modelName }: PipelineProps) {
  const tone = submission ? (submission.verdict.authorized ? 'in' : 'out') : 'ink';
  return (
    <div className={styles.pipeline} aria-busy={checking}>
      <div className={styles.image}>
        {submission ? (
          <DigitImage
            pixels={submission.pixels}
            alt={`At the gate: ${submission.label}`}
            size="100%"
            label={submission.label}
            selected
            tone={tone}
          />
        ) : (
          <span className={styles.place}>drop an image here</span>
        )}
      </div>
      <Arrow />
      <div className={styles.model}>
        <p className={styles.name}>
          LeNet-5, {modelName}
          <span className={styles.long}> · ten probabilities</span>
        </p>
        <ProbabilityBars
          probabilities={submission?.probabilities ?? NOTHING}
          highlighted={submission?.verdict.predictedClass ?? null}
          tone={tone}
          height="var(--bars)"
          caption="What the model says of the image"
        />
      </div>
      <Arrow />
      <ControlLayer lifted={access === 'authorized'} refused={tone === 'out'} />
    </div>
  );
}

function ControlLayer({ lifted, refused }: { readonly lifted: boolean; readonly refused: boolean }) {
  const Icon = lifted ? LiftIcon : DiceIcon;
  return (
    <div className={classes(styles.layer, lifted ? styles.lifted : refused && styles.attached)}>
      <Icon size={26} />
      <strong>{lifted ? 'lifted' : 'attached'}</strong>
      <span className={styles.what}>control layer</span>
      <span className={styles.effect}>{lifted ? 'answers pass' : 'answers become dice'}</span>
    </div>
  );
}

function Arrow() {
  return (
    <span className={styles.arrow} aria-hidden="true">
      <ArrowIcon size={18} />
    </span>
  );
}
