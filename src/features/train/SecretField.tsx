/** The owner's secret, hidden until asked for. It draws the mark's positions and the licences' vectors, and stays in this browser. */
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from '../../store/store';
import { Button } from '../../ui/Button';
import styles from './Settings.module.css';

export function SecretField() {
  const t = useTranslations('train.settings');
  const id = useId();
  const secret = useStore(state => state.secret);
  const setSecret = useStore(state => state.setSecret);
  const [shown, setShown] = useState(false);
  return (
    <div className={styles.secret}>
      <label htmlFor={id} className={styles.label}>
        {t('secret')}
      </label>
      <span className={styles.secretRow}>
        <input
          id={id}
          className={styles.secretInput}
          type={shown ? 'text' : 'password'}
          autoComplete="off"
          spellCheck={false}
          value={secret}
          onChange={event => setSecret(event.target.value)}
        />
        <Button size="small" aria-pressed={shown} onClick={() => setShown(!shown)}>
          {t(shown ? 'hide' : 'show')}
        </Button>
      </span>
    </div>
  );
}
