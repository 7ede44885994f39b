/** The registry of users (section 2.4) as a table, in and out as a file, and the licences as a ZIP. */
import type { Registry } from '../../method/registry/registry';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { DownloadButton } from '../../ui/DownloadButton';
import { FileButton } from '../../ui/FileButton';
import { Pill } from '../../ui/Pill';
import { Table } from '../../ui/Table';
import { dateText } from './Holder';
import styles from './RegistryCard.module.css';
import { outputName } from './board-cells';
import type { Output } from './board-cells';

export interface RegistryCardProps {
  readonly registry: Registry;
  readonly imageCount: number;
  readonly onOpen: (output: Output) => void;
  readonly onRevoke: (user: number) => void;
  readonly onReinstate: (user: number) => void;
  readonly zip: () => Uint8Array | null;
  readonly exportJson: () => string | null;
  readonly onImport: (file: File) => void;
}

export function RegistryCard({
  registry,
  imageCount,
  onOpen,
  onRevoke,
  onReinstate,
  zip,
  exportJson,
  onImport,
}: RegistryCardProps) {
  const revoked = registry.licences.filter(licence => licence.revokedAt !== undefined).length;
  return (
    <Card
      title="Registry"
      section="2.4"
      note={`${registry.licences.length} users${revoked > 0 ? `, ${revoked} revoked` : ''}`}
      aside={
        <>
          <FileButton
            size="small"
            accept=".json,application/json"
            onFiles={files => {
              const file = files[0];
              if (file) onImport(file);
            }}
          >
            Import…
          </FileButton>
          <DownloadButton size="small" name="registry.json" mime="application/json" content={exportJson}>
            Registry
          </DownloadButton>
          <DownloadButton
            size="small"
            name="licences.zip"
            mime="application/zip"
            content={zip}
            disabled={imageCount === 0}
            aria-label="Download all licences as ZIP"
          >
            All as ZIP
          </DownloadButton>
        </>
      }
    >
      {registry.licences.length === 0 ? (
        <p className={styles.none}>
          Nobody yet. A licence (t, c) belongs to user i·T + j: class i, and c the j-th of the confidences.
        </p>
      ) : (
        <Table
          caption="Registry of users"
          hideCaption
          maxHeight="15rem"
          rows={registry.licences}
          rowKey={licence => licence.user}
          columns={[
            { header: 'user', cell: licence => licence.user, numeric: true, heading: true },
            {
              header: 'licence',
              cell: licence => (
                <button type="button" className={styles.open} onClick={() => onOpen(licence)}>
                  {outputName(licence)}
                </button>
              ),
            },
            { header: 'name', cell: licence => <span className={styles.name}>{licence.name}</span> },
            {
              header: 'issued',
              cell: licence => <span className={styles.date}>{dateText(licence.issuedAt)}</span>,
            },
            {
              header: 'standing',
              cell: licence =>
                licence.revokedAt === undefined ? (
                  <Pill tone="in">in force</Pill>
                ) : (
                  <Pill tone="out">revoked</Pill>
                ),
            },
            {
              header: <span className="visually-hidden">action</span>,
              cell: licence => (
                <Button
                  size="small"
                  variant="quiet"
                  aria-label={`${licence.revokedAt === undefined ? 'Revoke' : 'Reinstate'} user ${licence.user}`}
                  onClick={() =>
                    licence.revokedAt === undefined ? onRevoke(licence.user) : onReinstate(licence.user)
                  }
                >
                  {licence.revokedAt === undefined ? 'Revoke' : 'Reinstate'}
                </Button>
              ),
            },
          ]}
        />
      )}
    </Card>
  );
}
