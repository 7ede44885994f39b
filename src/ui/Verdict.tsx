/** What the gate decided and every check that led to it. The words are announced when they change. */
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import styles from './Verdict.module.css';
import { classes } from './classes';
import { CheckIcon, CrossIcon, WaitIcon } from './icons';

export interface VerdictCheck {
  readonly name: ReactNode;
  readonly value: ReactNode;
  /** Null: it decides nothing, or wasn't reached. */
  readonly passed: boolean | null;
}

export interface VerdictProps {
  readonly state: 'in' | 'refused' | 'waiting';
  readonly title: string;
  readonly detail?: ReactNode;
  readonly checks?: readonly VerdictCheck[];
  /** Below: an explanation, actions. */
  readonly children?: ReactNode;
  readonly className?: string | undefined;
}

const ICONS = { in: CheckIcon, refused: CrossIcon, waiting: WaitIcon };

export function Verdict({ state, title, detail, checks = [], children, className }: VerdictProps) {
  const t = useTranslations('ui.verdict');
  const Icon = ICONS[state];
  return (
    <section
      data-tour="verdict"
      className={classes(styles.verdict, styles[state], className)}
      aria-label={t('label')}
    >
      <div className={styles.head} aria-live="polite">
        <span className={styles.badge}>
          <Icon size={18} />
        </span>
        <div>
          <h2 className={styles.title}>{title}</h2>
          {detail !== undefined && <p className={styles.detail}>{detail}</p>}
        </div>
      </div>
      {checks.length > 0 && (
        <dl className={styles.checks}>
          {checks.map((check, index) => (
            <div key={index} className={styles.check}>
              <dt>{check.name}</dt>
              <dd
                className={check.passed === null ? undefined : check.passed ? styles.passed : styles.failed}
              >
                {check.value}
                <Sign passed={check.passed} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {children !== undefined && <div className={styles.foot}>{children}</div>}
    </section>
  );
}

function Sign({ passed }: { readonly passed: boolean | null }) {
  const t = useTranslations('ui.verdict');
  if (passed === null) return <span className={styles.sign} />;
  return (
    <span className={styles.sign}>
      {passed ? <CheckIcon size={13} /> : <CrossIcon size={13} />}
      <span className="visually-hidden">{t(passed ? 'passed' : 'failed')}</span>
    </span>
  );
}
