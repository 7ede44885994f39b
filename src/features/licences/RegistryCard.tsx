/** The registry of users (section 2.4) as a table that can be searched, in and out as a file, and the licences as a ZIP. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Registry } from '../../method/registry/registry';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { DownloadButton } from '../../ui/DownloadButton';
import { EmptyState } from '../../ui/EmptyState';
import { FileButton } from '../../ui/FileButton';
import { TextField } from '../../ui/TextField';
import styles from './RegistryCard.module.css';
import { RegistryTable } from './RegistryTable';
import type { Output } from './board-cells';
import { findInRegistry, registryCsv } from './registry-search';

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
  const t = useTranslations('licences');
  const [query, setQuery] = useState('');
  const { licences } = registry;
  const users = String(licences.length);
  const revoked = licences.filter(licence => licence.revokedAt !== undefined).length;
  const found = findInRegistry(licences, query, { revoked: t('revoked'), inForce: t('inForce') });
  const searching = query.trim() !== '';
  return (
    <Card
      title={t('registry.title')}
      section="2.4"
      note={
        revoked > 0
          ? t('registry.noteRevoked', { users, revoked: String(revoked) })
          : t('registry.note', { users })
      }
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
            content={() => registryCsv(found)}
            disabled={found.length === 0}
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
        </>
      }
    >
      {licences.length === 0 ? (
        <p className={styles.none}>{t('registry.nobody')}</p>
      ) : (
        <>
          <div className={styles.search}>
            <TextField
              label={t('registry.search')}
              hideLabel
              placeholder={t('registry.searchHint')}
              value={query}
              onChange={setQuery}
              maxLength={80}
            />
            <output className={styles.count}>
              {searching && t('registry.matches', { count: found.length, total: users })}
            </output>
          </div>
          {found.length > 0 ? (
            <RegistryTable
              key={query}
              licences={found}
              onOpen={onOpen}
              onRevoke={onRevoke}
              onReinstate={onReinstate}
            />
          ) : (
            <EmptyState
              title={t('registry.noMatch', { query: query.trim() })}
              action={<Button onClick={() => setQuery('')}>{t('registry.clear')}</Button>}
            >
              {t('registry.noMatchText')}
            </EmptyState>
          )}
        </>
      )}
    </Card>
  );
}
