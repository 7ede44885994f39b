/** The way of an image: into the model, out as ten probabilities, and through the control layer or past it (section 2.2). */
import { useTranslations } from 'use-intl';
import { classes } from '../../ui/classes';
import { DigitImage } from '../../ui/DigitImage';
import { ArrowIcon, DiceIcon, LiftIcon } from '../../ui/icons';
import { ProbabilitiesPicture } from '../../ui/ProbabilitiesPicture';
import { ProbabilityBars } from '../../ui/ProbabilityBars';
import type { GateSubmission } from '../../store/state';
import styles from './Pipeline.module.css';

export interface PipelineProps {
  readonly submission: GateSubmission | null;
  readonly checking: boolean;
  /** Whether the control layer is there. */
  readonly access: 'protected' | 'authorized';
  readonly modelName: string;
  /** What the model says of a digit while nothing stands before the gate; null before it was asked. */
  readonly example: { readonly pixels: Uint8Array; readonly label: number; readonly answer: number } | null;
}

const NOTHING: readonly number[] = Array.from({ length: 10 }, () => 0);

export function Pipeline({ submission, checking, access, modelName, example }: PipelineProps) {
  const t = useTranslations('gate.pipeline');
  const tone = submission ? (submission.verdict.authorized ? 'in' : 'out') : 'ink';
  return (
    <div className={styles.pipeline} aria-busy={checking}>
      <div className={styles.image}>
        {submission ? (
          <DigitImage
            pixels={submission.pixels}
            alt={t('at', { label: submission.label })}
            size="100%"
            label={submission.label}
            selected
            tone={tone}
          />
        ) : example ? (
          <span className={styles.example}>
            <DigitImage
              pixels={example.pixels}
              alt={t('example', { digit: String(example.label) })}
              size="100%"
              label={t('place')}
            />
          </span>
        ) : (
          <span className={styles.place}>{t('place')}</span>
        )}
      </div>
      <Arrow />
      <div className={styles.model}>
        <p className={styles.name}>
          {t('model', { model: modelName })}
          <span className={styles.long} data-minor>
            {t('ten')}
          </span>
        </p>
        {submission?.probabilities && (
          <span className={styles.save} data-minor>
            <ProbabilitiesPicture
              title={t('caption')}
              probabilities={submission.probabilities}
              tone={tone}
              decimals={4}
            />
          </span>
        )}
        <ProbabilityBars
          probabilities={submission?.probabilities ?? NOTHING}
          highlighted={submission?.verdict.predictedClass ?? null}
          tone={tone}
          height="var(--bars)"
          caption={t('caption')}
        />
      </div>
      <Arrow />
      <ControlLayer
        lifted={access === 'authorized'}
        refused={tone === 'out'}
        says={submission ? null : (example?.answer ?? null)}
      />
    </div>
  );
}

function ControlLayer({
  lifted,
  refused,
  says,
}: {
  readonly lifted: boolean;
  readonly refused: boolean;
  /** Its answer to the example. */
  readonly says: number | null;
}) {
  const t = useTranslations('gate.pipeline');
  const Icon = lifted ? LiftIcon : DiceIcon;
  return (
    <div className={classes(styles.layer, lifted ? styles.lifted : refused && styles.attached)}>
      <Icon size={26} />
      <strong>{t(lifted ? 'lifted' : 'attached')}</strong>
      <span className={styles.what}>{t('layer')}</span>
      <span className={styles.effect} data-minor>
        {t(lifted ? 'pass' : 'dice')}
      </span>
      {says !== null && <span className={styles.says}>{t('says', { answer: String(says) })}</span>}
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
