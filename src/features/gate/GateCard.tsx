/** The gate itself (section 2.2): takes an image, shows what the model says of it and where its confidence stands. */
import { useTranslations } from 'use-intl';
import type { Registry } from '../../method/registry/registry';
import type { GateRule, GateSubmission } from '../../store/state';
import { Card } from '../../ui/Card';
import { ConfidenceScale } from '../../ui/ConfidenceScale';
import { DropZone } from '../../ui/DropZone';
import { Select } from '../../ui/Select';
import styles from './GateCard.module.css';
import { Pipeline } from './Pipeline';
import type { PipelineProps } from './Pipeline';
import { RULES } from './verdict-words';

export interface GateCardProps {
  readonly submission: GateSubmission | null;
  readonly checking: boolean;
  readonly access: 'protected' | 'authorized';
  readonly registry: Registry;
  readonly modelName: string;
  /** What the model says of a digit while nothing stands before the gate. */
  readonly example: PipelineProps['example'];
  readonly rule: GateRule;
  /** The rule itself, or a stricter one where what the model's registry says could not be read. */
  readonly judgedBy: GateRule;
  readonly onRule: (rule: GateRule) => void;
  readonly onFiles: (files: readonly File[]) => void;
  readonly onNothing: () => void;
  readonly onItem: (id: string) => void;
}

const ACCEPT = { 'image/png': ['.png'] };

export function GateCard({
  submission,
  checking,
  access,
  registry,
  modelName,
  example,
  rule,
  judgedBy,
  onRule,
  onFiles,
  onNothing,
  onItem,
}: GateCardProps) {
  const t = useTranslations('gate');
  return (
    <Card
      title={t('title')}
      note={<span data-minor>{t('note')}</span>}
      className={styles.gate}
      aside={
        <Select
          label={t('rule')}
          compact
          value={rule}
          options={RULES.map(value => ({ value, label: t(`rules.${value}.label`) }))}
          onChange={onRule}
        />
      }
    >
      <p className={styles.rule} data-minor>
        {t(`rules.${judgedBy}.explanation`)}
        {judgedBy !== rule && <> {t('judgedByVector')}</>}
      </p>
      <div className={styles.zone} data-gate>
        <DropZone
          label={t('title')}
          accept={ACCEPT}
          acceptWords={t('accept')}
          onFiles={onFiles}
          onNothing={onNothing}
          onPayload={onItem}
          paste
          clickable={false}
          hideWords
          tone="none"
          className={styles.drop}
        >
          <Pipeline
            submission={submission}
            checking={checking}
            access={access}
            modelName={modelName}
            example={example}
          />
          <div className={styles.scale} data-tour="scale">
            <ConfidenceScale
              confidence={submission?.verdict.confidence ?? null}
              marks={registry.confidences}
              epsilon={registry.epsilon}
              accepted={submission ? submission.verdict.authorized : null}
            />
          </div>
        </DropZone>
      </div>
    </Card>
  );
}
