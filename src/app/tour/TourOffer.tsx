/** The tour offered on a first visit, in the header: never in the way, gone once it was taken or declined. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../ui/Button';
import { CrossIcon, RouteIcon } from '../../ui/icons';
import { keepSetting, keptSetting } from '../kept-setting';
import styles from './TourOffer.module.css';

const ANSWERED = 'answered';

/** Whether the tour is to be offered, and how to end that. */
export function useTourOffer(): { offered: boolean; answer: () => void } {
  const [offered, setOffered] = useState(
    // A browser that keeps nothing would be asked at each visit.
    () => keptSetting('tour', ANSWERED) === null,
  );
  return {
    offered,
    answer: () => {
      keepSetting('tour', ANSWERED);
      setOffered(false);
    },
  };
}

export function TourOffer({
  onStart,
  onDecline,
}: {
  readonly onStart: () => void;
  readonly onDecline: () => void;
}) {
  const t = useTranslations('tour');
  return (
    <div className={styles.offer} data-offer>
      <Button className={styles.start} size="small" icon={<RouteIcon />} title={t('start')} onClick={onStart}>
        {t('start')}
      </Button>
      <Button
        size="small"
        variant="quiet"
        icon={<CrossIcon size={13} />}
        aria-label={t('decline')}
        title={t('decline')}
        onClick={onDecline}
      />
    </div>
  );
}
