/**
 * How the method works, step by step with its equations (section 2), what it does not withstand, with the measured figures, and what a
 * class may ask of it next.
 */
import { useTranslations } from 'use-intl';
import { useStore } from '../../store/store';
import { SegmentedControl } from '../../ui/SegmentedControl';
import styles from './HowSection.module.css';
import { LimitsView } from './LimitsView';
import { MethodView } from './MethodView';
import { WhatIfView } from './WhatIfView';

export default function HowSection() {
  const t = useTranslations('how');
  const view = useStore(state => state.howView);
  const setView = useStore(state => state.setHowView);
  return (
    <div className={styles.how}>
      <div className={styles.head}>
        <SegmentedControl
          label={t('views.label')}
          value={view}
          segments={(['method', 'limits', 'what-if'] as const).map(value => ({
            value,
            label: t(`views.${value}`),
          }))}
          onChange={setView}
        />
        <p className={styles.about} data-minor>
          {t(`about.${view}`)}
        </p>
      </div>
      {view === 'method' && <MethodView />}
      {view === 'limits' && <LimitsView />}
      {view === 'what-if' && <WhatIfView />}
    </div>
  );
}
