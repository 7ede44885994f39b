/** The registry of users (section 2.4) as a table that can be searched. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Registry } from '../../method/registry/registry';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { DownloadButton } from '../../ui/DownloadButton';
import { EmptyState } from '../../ui/EmptyState';
import { TextField } from '../../ui/TextField';
import styles from './RegistryCard.module.css';
import { RegistryTable } from './RegistryTable';
import type { Output } from './board-cells';
import { findInRegistry, registryCsv } from './registry-search';

export interface RegistryDialogProps {
  readonly registry: Registry;
  readonly onClose: () => void;
  readonly onOpen: (output: Output) => void;
  readonly onRevoke: (user: number) => void;
  readonly onReinstate: (user: number) => void;
}

export function RegistryDialog({ registry, onClose, onOpen, onRevoke, onReinstate }: RegistryDialogProps) {
  const t = useTranslations('licences');
  const [query, setQuery] = useState('');
  const { licences } = registry;
  const found = findInRegistry(licences, query, { revoked: t('revoked'), inForce: t('inForce') });
  const searching = query.trim() !== '';
  return (
    <Dialog
      wide
      title={t('registry.title')}
      onClose={onClose}
      actions={
        <DownloadButton
          size="small"
          name="registry.csv"
          mime="text/csv"
          content={() => registryCsv(found)}
          disabled={found.length === 0}
          aria-label={t('registry.csvFound')}
        >
          CSV
        </DownloadButton>
      }
    >
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
          {searching && t('registry.matches', { count: found.length, total: String(licences.length) })}
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
    </Dialog>
  );
}
