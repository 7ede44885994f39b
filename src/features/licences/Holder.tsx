/** Who holds a licence: name, date, and whether it is in force (section 2.4). */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { Licence } from '../../method/registry/registry';
import { Button } from '../../ui/Button';
import { Pill } from '../../ui/Pill';
import { TextField } from '../../ui/TextField';
import styles from './Holder.module.css';

export interface HolderProps {
  readonly entry: Licence;
  readonly onRename: (user: number, name: string) => void;
  readonly onRevoke: (user: number) => void;
  readonly onReinstate: (user: number) => void;
  /** Beside the other actions. */
  readonly make: ReactNode;
}

/** Remount it (`key`) for another user. */
export function Holder({ entry, onRename, onRevoke, onReinstate, make }: HolderProps) {
  const t = useTranslations('licences');
  const format = useFormatter();
  const [name, setName] = useState(entry.name);
  const commit = () => {
    const trimmed = name.trim();
    if (trimmed === '') setName(entry.name);
    else if (trimmed !== entry.name) onRename(entry.user, trimmed);
  };
  const revoked = entry.revokedAt !== undefined;
  const dateText = (iso: string) => format.dateTime(new Date(iso), { dateStyle: 'medium' });
  return (
    <div className={styles.holder}>
      <TextField
        label={t('holder.heldBy')}
        value={name}
        onChange={setName}
        onCommit={commit}
        maxLength={60}
      />
      <div className={styles.standing}>
        <Pill tone={revoked ? 'out' : 'in'} dot={revoked ? 'hollow' : 'filled'}>
          {revoked ? t('revoked') : t('inForce')}
        </Pill>
        <span className={styles.date}>
          {entry.revokedAt === undefined
            ? t('holder.issued', { date: dateText(entry.issuedAt) })
            : t('holder.issuedRevoked', {
                date: dateText(entry.issuedAt),
                revoked: dateText(entry.revokedAt),
              })}
        </span>
      </div>
      <div className={styles.actions}>
        <Button onClick={() => (revoked ? onReinstate(entry.user) : onRevoke(entry.user))}>
          {revoked ? t('reinstate') : t('revoke')}
        </Button>
        {make}
      </div>
    </div>
  );
}
