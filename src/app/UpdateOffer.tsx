/** A new version of the page, offered and never forced: a notice that says what a reload would cost just now. */
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from '../store/store';
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';
import styles from './UpdateOffer.module.css';
import { watchForUpdates } from './updates';
import type { Taken } from './updates';

export function UpdateOffer() {
  const t = useTranslations('browser');
  const [take, setTake] = useState<(() => Promise<Taken>) | null>(null);
  const [tabs, setTabs] = useState(0);
  const computing = useStore(
    state =>
      state.trainingStatus === 'running' ||
      state.generating ||
      state.usageRunning ||
      state.pruningRunning ||
      state.fineTuningRunning ||
      state.experimentsRunning !== null,
  );
  useEffect(() => watchForUpdates(next => setTake(() => next)), []);
  if (take === null) return null;

  const reload = async () => {
    const taken = await take();
    if (!taken.reloads) setTabs(taken.otherTabs);
  };
  return (
    <div className={styles.offer}>
      <Notice>
        <p>{t('update.ready')}</p>
        {computing && <p>{t('update.computing')}</p>}
        {tabs > 0 && <p>{t('update.tabs', { tabs })}</p>}
        <div className={styles.actions}>
          <Button size="small" onClick={() => void reload()}>
            {t('update.reload')}
          </Button>
          <Button size="small" variant="quiet" onClick={() => setTake(null)}>
            {t('update.later')}
          </Button>
        </div>
      </Notice>
    </div>
  );
}
