/** The marked component of conv2 as a heat map, what it proves and what it cost, and the owner's key as a file. */
import { useStore } from '../../store/store';
import { Card } from '../../ui/Card';
import { DownloadButton } from '../../ui/DownloadButton';
import { FileButton } from '../../ui/FileButton';
import { KernelHeatmap } from '../../ui/KernelHeatmap';
import { KeyValueList } from '../../ui/KeyValueList';
import type { KeyValue } from '../../ui/KeyValueList';
import styles from './ComponentCard.module.css';
import { largestError, markTone } from './mark';
import type { Mark } from './mark';

/** conv2's kernel is (5, 5, 6, 16), section 3.1. */
const SIZE = 5;
const CHANNELS = 6;
const COMPONENTS = 16;

export interface ComponentCardProps {
  readonly mark: Mark | null;
  /** Of the model at rest, in [0, 1]. */
  readonly accuracy: number | null;
  /** Accuracy of the unmarked twin minus this model's; null without a twin. */
  readonly drop: number | null;
  readonly active: boolean;
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

export function ComponentCard({ mark, accuracy, drop, active }: ComponentCardProps) {
  const currentId = useStore(state => state.currentId);
  const exportKey = useStore(state => state.exportOwnerKey);
  const importKey = useStore(state => state.importOwnerKey);

  const facts: KeyValue[] = [];
  if (mark) {
    facts.push(
      {
        name: 'component o*',
        value: `${mark.key.component + 1} of ${COMPONENTS}`,
        title: 'The component of largest L2 norm',
      },
      {
        name: 'largest error',
        value: `${largestError(mark).toFixed(3)} digit (limit 0.5)`,
        tone: largestError(mark) < 0.5 ? 'in' : 'out',
      },
      { name: 'V_owner', value: mark.verified ? 'success' : 'failure', tone: mark.verified ? 'in' : 'out' },
    );
    if (mark.pValue !== undefined) facts.push({ name: 'by chance, p', value: scientific(mark.pValue) });
  }
  if (accuracy !== null) facts.push({ name: 'test accuracy', value: `${(100 * accuracy).toFixed(2)}%` });
  if (accuracy !== null && mark) {
    facts.push({
      name: 'cost against the unmarked twin',
      value: drop === null ? 'train “none” to know' : `${(100 * drop).toFixed(2)} points`,
    });
  }

  return (
    <Card title="conv2, the marked component" note={mark ? `5 × 5 × 6 · ${mark.source}` : undefined}>
      {mark && (
        <>
          <KernelHeatmap
            values={mark.component}
            size={SIZE}
            channels={CHANNELS}
            marked={mark.key.positions}
            tone={markTone(active ? undefined : (currentId ?? undefined))}
            columns={3}
            maxWidth="18rem"
          />
          <p className={styles.note}>
            Framed: the {mark.key.positions.length} secret positions. Brown negative, grey positive, strong =
            large.
          </p>
        </>
      )}
      {facts.length > 0 && <KeyValueList items={facts} />}
      <div className={styles.actions}>
        <DownloadButton
          name="owner-key.json"
          mime="application/json"
          size="small"
          disabled={!mark || active}
          content={exportKey}
        >
          Owner’s key
        </DownloadButton>
        <FileButton
          accept=".json,application/json"
          size="small"
          onFiles={files => {
            const [file] = files;
            if (file) void file.text().then(importKey);
          }}
        >
          Verify with a key…
        </FileButton>
      </div>
    </Card>
  );
}
