/** Users of the registry, a page at a time: of 2,000 rows nobody reads more, and each holds two stops for the keyboard. */
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { Licence } from '../../method/registry/registry';
import { holderName } from '../../store/holder-name';
import { Button } from '../../ui/Button';
import { outputName } from '../../ui/confidence-scale';
import { dateText } from '../../ui/date-text';
import { Pill } from '../../ui/Pill';
import { Table } from '../../ui/Table';
import type { TableColumn } from '../../ui/Table';
import { useMedia } from '../../ui/use-media';
import styles from './RegistryCard.module.css';
import type { Output } from './board-cells';

export interface RegistryTableProps {
  readonly licences: readonly Licence[];
  readonly onOpen: (output: Output) => void;
  readonly onRevoke: (user: number) => void;
  readonly onReinstate: (user: number) => void;
}

const PAGE = 30;

export function RegistryTable({ licences, onOpen, onRevoke, onReinstate }: RegistryTableProps) {
  const t = useTranslations('licences');
  const format = useFormatter();
  const narrow = useMedia('(max-width: 480px)');
  const [wanted, setWanted] = useState(0);
  const pages = Math.ceil(licences.length / PAGE);
  const page = Math.min(wanted, pages - 1);
  const shown = licences.slice(page * PAGE, (page + 1) * PAGE);
  const standing = ({ revokedAt }: Licence) =>
    revokedAt === undefined ? <Pill tone="in">{t('inForce')}</Pill> : <Pill tone="out">{t('revoked')}</Pill>;
  const action = ({ user, revokedAt }: Licence) => (
    <Button
      size="small"
      variant="quiet"
      aria-label={t(revokedAt === undefined ? 'registry.revokeUser' : 'registry.reinstateUser', {
        user: String(user),
      })}
      onClick={() => (revokedAt === undefined ? onRevoke(user) : onReinstate(user))}
    >
      {revokedAt === undefined ? t('revoke') : t('reinstate')}
    </Button>
  );
  // On a phone the standing and what changes it share a place, and the date is left to the licence's own card.
  const standings: TableColumn<Licence>[] = narrow
    ? [
        {
          header: t('registry.standing'),
          cell: licence => (
            <div className={styles.stack}>
              {standing(licence)}
              {action(licence)}
            </div>
          ),
        },
      ]
    : [
        {
          header: t('registry.issued'),
          cell: licence => <span className={styles.date}>{dateText(licence.issuedAt, format)}</span>,
        },
        { header: t('registry.standing'), cell: standing },
        { header: <span className="visually-hidden">{t('registry.action')}</span>, cell: action },
      ];
  return (
    <>
      <div className={styles.users}>
        <Table
          caption={t('registry.table')}
          hideCaption
          maxHeight="min(30rem, 60dvh)"
          rows={shown}
          rowKey={licence => licence.user}
          columns={[
            { header: t('registry.user'), cell: licence => licence.user, numeric: true, heading: true },
            {
              header: t('registry.licence'),
              cell: licence => (
                <button type="button" className={styles.open} onClick={() => onOpen(licence)}>
                  {outputName(licence)}
                </button>
              ),
            },
            {
              header: t('registry.name'),
              cell: licence => <span className={styles.name}>{holderName(licence)}</span>,
            },
            ...standings,
          ]}
        />
      </div>
      {pages > 1 && (
        <div className={styles.pages}>
          <Button
            size="small"
            disabled={page === 0}
            aria-label={t('registry.previous')}
            onClick={() => setWanted(page - 1)}
          >
            ‹
          </Button>
          <output>
            {t('registry.page', {
              from: String(page * PAGE + 1),
              to: String(page * PAGE + shown.length),
              total: String(licences.length),
            })}
          </output>
          <Button
            size="small"
            disabled={page === pages - 1}
            aria-label={t('registry.next')}
            onClick={() => setWanted(page + 1)}
          >
            ›
          </Button>
        </div>
      )}
    </>
  );
}
