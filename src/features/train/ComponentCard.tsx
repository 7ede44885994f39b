/** The marked component of conv2 as a heat map, what it proves and what it cost, and the owner's key as a file. */
import { useShallow } from 'zustand/react/shallow';
import { currentModel } from '../../store/state';
import type { SavedModel } from '../../store/state';
import { useStore } from '../../store/store';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { DownloadButton } from '../../ui/DownloadButton';
import { FileButton } from '../../ui/FileButton';
import { KernelHeatmap } from '../../ui/KernelHeatmap';
import { KeyValueList } from '../../ui/KeyValueList';
import type { KeyValue } from '../../ui/KeyValueList';
import { watermarkTone } from '../../store/watermark-tone';
import styles from './ComponentCard.module.css';
import { accuracyDrop, largestError } from './mark';
import type { Mark } from './mark';
import { verifySuspect } from './verify-suspect';

/** conv2's kernel is (5, 5, 6, 16), section 3.1. */
const SIZE = 5;
const CHANNELS = 6;
const COMPONENTS = 16;

export interface ComponentCardProps {
  readonly mark: Mark | null;
  /** A run is under way: what is shown is its, not the model's in use. */
  readonly active: boolean;
}

export function ComponentCard({ mark, active }: ComponentCardProps) {
  const { model, twin, ready, settings } = useStore(
    useShallow(state => ({
      model: currentModel(state),
      twin: state.models['none'],
      ready: state.datasetState === 'ready',
      settings: state.trainingSettings,
    })),
  );
  const { exportKey, importKey, setTraining, start } = useStore(
    useShallow(state => ({
      exportKey: state.exportOwnerKey,
      importKey: state.importOwnerKey,
      setTraining: state.setTraining,
      start: state.startTraining,
    })),
  );

  const readKey = (file: File) => importKey(file);
  const trainTwin = () => {
    setTraining({ watermark: 'none', from: 'scratch', config: model?.config ?? settings.config });
    void start();
  };

  const facts = [
    ...(mark ? markFacts(mark, active) : []),
    ...(!active && model ? accuracyFacts(model, twin, mark !== null) : []),
  ];
  return (
    <Card
      anchor="conv2"
      title={mark ? 'conv2, the marked component' : 'conv2'}
      note={mark ? `5 × 5 × 6 · ${mark.source}` : undefined}
    >
      {mark ? (
        <>
          <div className={styles.map}>
            <KernelHeatmap
              values={mark.component}
              size={SIZE}
              channels={CHANNELS}
              marked={mark.key.positions}
              tone={watermarkTone(mark.key.digits)}
              columns={3}
              maxWidth="14rem"
            />
          </div>
          <p className={styles.note}>
            Framed: the {mark.key.positions.length} secret positions. Brown −, grey +.
          </p>
        </>
      ) : (
        <p className={styles.note}>
          {active
            ? 'No component of it carries a mark.'
            : 'Which of its 16 components carries a mark, and where, is known to the owner’s key alone.'}
        </p>
      )}
      {facts.length > 0 && <KeyValueList items={facts} />}
      <div className={styles.actions}>
        <DownloadButton
          name="owner-key.json"
          mime="application/json"
          size="small"
          disabled={!model?.key || active}
          title="The key of the model in use, to keep: it proves the mark"
          content={exportKey}
        >
          Owner’s key
        </DownloadButton>
        <FileButton
          accept=".json,.bin"
          multiple
          size="small"
          disabled={active}
          onFiles={files => void verifySuspect(files)}
        >
          Verify a model…
        </FileButton>
        <FileButton
          accept=".json,application/json"
          size="small"
          disabled={active || !model}
          onFiles={files => {
            const [file] = files;
            if (file) void readKey(file);
          }}
        >
          Read with a key…
        </FileButton>
        {mark && !active && !twin && (
          <Button
            size="small"
            disabled={!ready}
            onClick={trainTwin}
            title="The same run without the watermark’s term, to tell what the mark costs"
          >
            Train the unmarked twin
          </Button>
        )}
      </div>
    </Card>
  );
}

function markFacts(mark: Mark, active: boolean): KeyValue[] {
  const tone = mark.verified ? 'in' : active ? 'soft' : 'out';
  const facts: KeyValue[] = [
    {
      name: 'component o*',
      value: `${mark.key.component + 1} of ${COMPONENTS}`,
      title: 'The component of largest L2 norm when the run began',
    },
    {
      name: 'largest error',
      value: `${largestError(mark).toFixed(3)} digit (limit 0.5)`,
      tone,
    },
    {
      name: 'ownership, V_owner',
      value: mark.verified ? 'success' : active ? 'not yet' : 'failure',
      tone,
    },
  ];
  if (mark.pValue !== undefined) {
    facts.push({
      name: 'chance of such a reading, p',
      value: scientific(mark.pValue),
      title: 'That as many digits would match at random places of this layer',
    });
  }
  return facts;
}

function accuracyFacts(model: SavedModel, twin: SavedModel | undefined, marked: boolean): KeyValue[] {
  const facts: KeyValue[] = [
    {
      name: 'test accuracy',
      value: model.accuracy === null ? 'not measured' : `${(100 * model.accuracy).toFixed(2)}%`,
    },
  ];
  if (!marked || model.id === 'none') return facts;
  const drop = accuracyDrop(model, twin);
  const epochs = twin?.config?.epochs;
  const other = epochs !== undefined && epochs !== model.config?.epochs ? ` (twin: ${epochs} epochs)` : '';
  facts.push({
    name: 'cost against the unmarked twin',
    value: drop === null ? (twin ? 'not comparable' : 'no twin yet') : `${signed(100 * drop)} points${other}`,
    title: 'The twin’s test accuracy minus this model’s; Table 2 prints −0.03',
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

/** 3.2·10⁻¹³ */
function scientific(value: number): string {
  if (value === 0) return '0';
  const [mantissa = '', exponent = ''] = value.toExponential(1).split('e');
  const raised = Array.from(exponent.replace('+', ''))
    .map(c => (c === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(c)]))
    .join('');
  return `${mantissa}·10${raised}`;
}
