/** The marked component of conv2 as a heat map, what it proves and what it cost. */
import { useTranslations } from 'use-intl';
import { useShallow } from 'zustand/react/shallow';
import { currentModel } from '../../store/state';
import type { SavedModel } from '../../store/saved-model';
import { useStore } from '../../store/store';
import { accuracyDrop, stepsOf, twinOf, wasStoppedEarly } from '../../store/twin';
import { Card } from '../../ui/Card';
import { KernelHeatmap } from '../../ui/KernelHeatmap';
import { KernelPicture } from '../../ui/KernelPicture';
import { KeyValueList } from '../../ui/KeyValueList';
import type { KeyValue } from '../../ui/KeyValueList';
import { scientific } from '../../ui/scientific';
import { sub } from '../../ui/subscripts';
import { watermarkTone } from '../../store/watermark-tone';
import styles from './ComponentCard.module.css';
import { largestError } from './mark';
import type { Mark } from './mark';

/** conv2's kernel is (5, 5, 6, 16), section 3.1. */
const SIZE = 5;
const CHANNELS = 6;
const COMPONENTS = 16;
/** Squares in a row. */
const COLUMNS = 3;

export interface ComponentCardProps {
  readonly mark: Mark | null;
  /** A run is under way: what is shown is its, not the model's in use. */
  readonly active: boolean;
}

export function ComponentCard({ mark, active }: ComponentCardProps) {
  const t = useTranslations('train.component');
  const { model, twin } = useStore(
    useShallow(state => ({
      model: currentModel(state),
      twin: twinOf(state.models, currentModel(state)),
    })),
  );
  const facts = [
    ...(mark ? markFacts(t, mark, active) : []),
    ...(!active && model ? accuracyFacts(t, model, twin, mark !== null) : []),
  ];
  return (
    <Card anchor="conv2" title={t(mark ? 'marked' : 'plain')} note={mark ? shapeOf(mark) : undefined}>
      {mark ? (
        <MarkedMap mark={mark} />
      ) : (
        <p className={styles.note}>{t(active ? 'noneInRun' : 'unknown')}</p>
      )}
      {facts.length > 0 && <KeyValueList items={facts} />}
    </Card>
  );
}

const shapeOf = (mark: Mark) => `5 × 5 × 6 · ${mark.source}`;

function MarkedMap({ mark }: { readonly mark: Mark }) {
  const t = useTranslations('train.component');
  const map = {
    values: mark.component,
    size: SIZE,
    channels: CHANNELS,
    marked: mark.key.positions,
    tone: watermarkTone(mark.key.digits),
    columns: COLUMNS,
  };
  const legend = t('legend', { count: String(mark.key.positions.length) });
  return (
    <>
      <div className={styles.map}>
        <KernelHeatmap {...map} maxWidth="13rem" />
      </div>
      <div className={styles.legend} data-minor>
        <p className={styles.note}>{legend}</p>
        <KernelPicture {...map} title={t('marked')} sentence={shapeOf(mark)} caption={legend} />
      </div>
    </>
  );
}

type Translate = ReturnType<typeof useTranslations<'train.component'>>;

function markFacts(t: Translate, mark: Mark, active: boolean): KeyValue[] {
  const tone = mark.verified ? 'in' : active ? 'soft' : 'out';
  const facts: KeyValue[] = [
    {
      name: t('which'),
      value: t('whichValue', {
        component: String(mark.key.component + 1),
        count: String(COMPONENTS),
      }),
      title: t('whichTitle'),
    },
    {
      name: t('error'),
      value: t('errorValue', { error: largestError(mark).toFixed(3) }),
      tone,
    },
    {
      name: t.rich('ownership', { sub }),
      value: t(`ownershipValue.${mark.verified ? 'verified' : active ? 'pending' : 'failed'}`),
      tone,
    },
  ];
  if (mark.pValue !== undefined) {
    facts.push({
      name: t('chance'),
      value: scientific(mark.pValue),
      title: t('chanceTitle'),
    });
  }
  return facts;
}

function accuracyFacts(
  t: Translate,
  model: SavedModel,
  twin: SavedModel | undefined,
  marked: boolean,
): KeyValue[] {
  const facts: KeyValue[] = [
    {
      name: t('accuracy'),
      value: model.accuracy === null ? t('notMeasured') : `${(100 * model.accuracy).toFixed(2)}%`,
    },
  ];
  if (!marked || model.id === 'none') return facts;
  const drop = accuracyDrop(model, twin);
  const epochs = twin?.config?.epochs;
  const cost = () => {
    if (drop === null) return t(twin ? 'notComparable' : wasStoppedEarly(model) ? 'stoppedEarly' : 'noTwin');
    const points = signed(100 * drop);
    const alike = epochs === undefined || stepsOf(model) !== null;
    return alike ? t('points', { points }) : t('pointsOther', { points, epochs });
  };
  facts.push({
    name: t('cost'),
    value: cost(),
    title: t('costTitle'),
  });
  return facts;
}

/** −0.03, 0.00 */
function signed(value: number): string {
  return value
    .toFixed(2)
    .replace('-', '−')
    .replace(/^−0\.00$/, '0.00');
}
