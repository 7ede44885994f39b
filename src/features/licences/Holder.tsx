/** Who holds a licence: name, date, and whether it is in force (section 2.4). */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { Licence } from '../../method/registry/registry';
import { holderName } from '../../store/holder-name';
import { Button } from '../../ui/Button';
import { dateText } from '../../ui/date-text';
import { Pill } from '../../ui/Pill';
import { TextField } from '../../ui/TextField';
import styles from './Holder.module.css';

export interface HolderProps {
  readonly entry: Licence;
  /** The backend that made it; null where that isn't known. */
  readonly madeOn: string | null;
  readonly onRename: (user: number, name: string) => void;
  readonly onRevoke: (user: number) => void;
  readonly onReinstate: (user: number) => void;
  /** Beside the other actions. */
  readonly make: ReactNode;
  /** The id of the words why a revoked licence is not made anew. */
  readonly whyNot: string;
}

/** Remount it (`key`) for another user. */
export function Holder({ entry, madeOn, onRename, onRevoke, onReinstate, make, whyNot }: HolderProps) {
  const t = useTranslations('licences');
  const format = useFormatter();
  const shown = holderName(entry);
  const [edited, setEdited] = useState<string | null>(null);
  const commit = () => {
    const trimmed = edited?.trim() ?? '';
    if (trimmed !== '' && trimmed !== shown) onRename(entry.user, trimmed);
    setEdited(null);
  };
  const revoked = entry.revokedAt !== undefined;
  return (
    <div className={styles.holder}>
      <div className={styles.name} data-minor>
        <TextField
          label={t('holder.heldBy')}
          value={edited ?? shown}
          onChange={setEdited}
          onCommit={commit}
          maxLength={60}
        />
      </div>
      <div className={styles.standing} data-minor>
        <Pill tone={revoked ? 'out' : 'in'} dot={revoked ? 'hollow' : 'filled'}>
          {revoked ? t('revoked') : t('inForce')}
        </Pill>
        <span className={styles.date}>
          {entry.revokedAt === undefined
            ? t('holder.issued', { date: dateText(entry.issuedAt, format) })
            : t('holder.issuedRevoked', {
                date: dateText(entry.issuedAt, format),
                revoked: dateText(entry.revokedAt, format),
              })}
          {madeOn && ` · ${madeOn}`}
        </span>
      </div>
      {revoked && (
        <p id={whyNot} className={styles.whyNot}>
          {t('holder.whyNot')}
        </p>
      )}
      <div className={styles.actions}>
        <Button onClick={() => (revoked ? onReinstate(entry.user) : onRevoke(entry.user))}>
          {revoked ? t('reinstate') : t('revoke')}
        </Button>
        {make}
      </div>
    </div>
  );
}
