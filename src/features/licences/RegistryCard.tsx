/** The registry in brief (section 2.4): who is in it and at which confidences, both to be looked at closely, and its files. */
import { useTranslations } from 'use-intl';
import type { Registry } from '../../method/registry/registry';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { markText } from '../../ui/confidence-scale';
import { DownloadButton } from '../../ui/DownloadButton';
import { FileButton } from '../../ui/FileButton';
import { BoardPicture } from './BoardPicture';
import { ConfidencesDialog } from './ConfidencesDialog';
import styles from './RegistryCard.module.css';
import { RegistryDialog } from './RegistryDialog';
import type { Cell, Output } from './board-cells';
import { registryCsv } from './registry-search';
import { useWhileOf } from './use-while-of';

export interface RegistryCardProps {
  /** Of the model whose registry it is. */
  readonly parameters: Float32Array;
  readonly registry: Registry;
  /** The board. */
  readonly rows: readonly (readonly Cell[])[];
  readonly imageCount: number;
  readonly generating: boolean;
  readonly onConfidences: (confidences: readonly number[], epsilon: number) => void;
  readonly onOpen: (output: Output) => void;
  readonly onRevoke: (user: number) => void;
  readonly onReinstate: (user: number) => void;
  readonly zip: () => Uint8Array | null;
  readonly exportJson: () => string | null;
  readonly onImport: (file: File) => void;
}

/** More marks than these are counted, not named. */
const NAMED = 5;

export function RegistryCard({
  parameters,
  registry,
  rows,
  imageCount,
  generating,
  onConfidences,
  onOpen,
  onRevoke,
  onReinstate,
  zip,
  exportJson,
  onImport,
}: RegistryCardProps) {
  const t = useTranslations('licences');
  const [opened, setOpened] = useWhileOf<'users' | 'confidences'>(parameters);
  const { licences, confidences, epsilon } = registry;
  const users = String(licences.length);
  const revoked = licences.filter(licence => licence.revokedAt !== undefined).length;
  const close = () => setOpened(null);
  return (
    <Card
      title={t('registry.title')}
      section="2.4"
      minor
      note={
        revoked > 0
          ? t('registry.noteRevoked', { users, revoked: String(revoked) })
          : t('registry.note', { users })
      }
    >
      {licences.length === 0 && <p className={styles.none}>{t('registry.nobody')}</p>}
      <p className={styles.marks}>
        {t.rich('registry.marks', {
          marks:
            confidences.length > NAMED
              ? t('registry.markCount', { count: String(confidences.length) })
              : confidences.map(markText).join(', '),
          epsilon: String(epsilon),
          sub: words => <sub className={styles.sub}>{words}</sub>,
        })}
      </p>
      <div className={styles.actions}>
        <Button
          size="small"
          aria-haspopup="dialog"
          disabled={licences.length === 0}
          onClick={() => setOpened('users')}
        >
          {t('registry.open')}
        </Button>
        <Button size="small" aria-haspopup="dialog" onClick={() => setOpened('confidences')}>
          {t('confidences.open')}
        </Button>
      </div>
      <div className={styles.files}>
        <FileButton
          size="small"
          accept=".json,application/json"
          onFiles={files => {
            const file = files[0];
            if (file) onImport(file);
          }}
        >
          {t('registry.import')}
        </FileButton>
        <DownloadButton
          size="small"
          name="registry.json"
          mime="application/json"
          content={exportJson}
          title={t('registry.fileTitle')}
        >
          {t('registry.file')}
        </DownloadButton>
        <DownloadButton
          size="small"
          name="registry.csv"
          mime="text/csv"
          content={() => registryCsv(licences)}
          disabled={licences.length === 0}
          aria-label={t('registry.csv')}
        >
          CSV
        </DownloadButton>
        <DownloadButton
          size="small"
          name="licences.zip"
          mime="application/zip"
          content={zip}
          disabled={imageCount === 0}
          aria-label={t('registry.zipLabel')}
        >
          {t('registry.zip')}
        </DownloadButton>
        {imageCount > 0 && <BoardPicture rows={rows} epsilon={epsilon} />}
      </div>
      {opened === 'users' && (
        <RegistryDialog
          registry={registry}
          onClose={close}
          onOpen={output => {
            onOpen(output);
            close();
          }}
          onRevoke={onRevoke}
          onReinstate={onReinstate}
        />
      )}
      {opened === 'confidences' && (
        <ConfidencesDialog
          registry={registry}
          disabled={generating}
          onClose={close}
          onApply={(marks, tolerance) => {
            onConfidences(marks, tolerance);
            close();
          }}
        />
      )}
    </Card>
  );
}
