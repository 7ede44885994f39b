/** Section 2 of the paper in six steps, each with its equations and the section of the page where it runs. */
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { RECORD_TOLERANCE } from '../../method/control/gate';
import { Card } from '../../ui/Card';
import { ArrowIcon } from '../../ui/icons';
import { SectionLink } from '../../ui/SectionLink';
import type { SectionLinkProps } from '../../ui/SectionLink';
import {
  Allocation,
  Capacity,
  Confidence,
  ControlLayer,
  DigitMap,
  Embedding,
  Extraction,
  GateRule,
  Search,
  TargetClass,
  VectorRule,
} from './equations';
import styles from './MethodView.module.css';

const STEPS: readonly {
  readonly name: 'mark' | 'licence' | 'users' | 'gate' | 'dice' | 'claim';
  readonly paper: string;
  readonly runsAt: SectionLinkProps['section'];
  readonly equations: ReactNode;
}[] = [
  {
    name: 'mark',
    paper: '2.5',
    runsAt: 'train',
    equations: (
      <>
        <Embedding />
        <DigitMap />
      </>
    ),
  },
  {
    name: 'licence',
    paper: '2.3',
    runsAt: 'licences',
    equations: (
      <>
        <Search />
        <TargetClass />
        <Confidence />
      </>
    ),
  },
  {
    name: 'users',
    paper: '2.4',
    runsAt: 'licences',
    equations: (
      <>
        <Allocation />
        <Capacity />
      </>
    ),
  },
  {
    name: 'gate',
    paper: '2.2',
    runsAt: 'gate',
    equations: (
      <>
        <GateRule />
        <VectorRule tolerance={RECORD_TOLERANCE} />
      </>
    ),
  },
  { name: 'dice', paper: '2.2', runsAt: 'gate', equations: <ControlLayer /> },
  { name: 'claim', paper: '2.5', runsAt: 'robustness', equations: <Extraction /> },
];

export function MethodView() {
  const t = useTranslations('how');
  return (
    <ol className={styles.steps} aria-label={t('method.title')}>
      {STEPS.map(({ name, paper, runsAt, equations }, index) => (
        <li key={name}>
          <Card className={styles.step} title={`${index + 1}. ${t(`method.${name}.title`)}`} section={paper}>
            <p className={styles.text}>
              {t.rich(`method.${name}.text`, { sub: below => <sub>{below}</sub> })}
            </p>
            <div className={styles.equations}>{equations}</div>
            <p data-minor>
              <SectionLink section={runsAt} className={styles.link}>
                {t(`method.${name}.link`)} <ArrowIcon size={14} />
              </SectionLink>
            </p>
          </Card>
        </li>
      ))}
    </ol>
  );
}
