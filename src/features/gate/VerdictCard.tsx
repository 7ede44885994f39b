/** Who stands at the gate, or why nobody is let in, with every check that led to it (sections 2.2 and 2.4). */
import { useFormatter, useTranslations } from 'use-intl';
import type { Check, CheckName, Verdict as GateVerdict } from '../../method/control/gate';
import type { Registry } from '../../method/registry/registry';
import type { GateSubmission } from '../../store/state';
import { Button } from '../../ui/Button';
import { DownloadButton } from '../../ui/DownloadButton';
import { ScalePicture } from '../../ui/ScalePicture';
import { Verdict } from '../../ui/Verdict';
import type { VerdictCheck } from '../../ui/Verdict';
import { outputName } from '../../ui/confidence-scale';
import { verdictAdvice, verdictDetail, verdictTitle } from './verdict-words';
import type { GateWords } from './verdict-words';
import styles from './VerdictCard.module.css';

export interface VerdictCardProps {
  readonly submission: GateSubmission | null;
  readonly checking: boolean;
  readonly registry: Registry;
  readonly onLeave: () => void;
}

export function VerdictCard({ submission, checking, registry, onLeave }: VerdictCardProps) {
  const t = useTranslations('gate');
  const format = useFormatter();
  if (!submission) {
    return (
      <Verdict
        state="waiting"
        title={t(checking ? 'verdict.looking' : 'verdict.nobody')}
        detail={t('verdict.bring')}
        className={styles.verdict}
      >
        {t('verdict.visitors')}
      </Verdict>
    );
  }
  const { verdict } = submission;
  return (
    <Verdict
      state={verdict.authorized ? 'in' : 'refused'}
      title={verdictTitle(verdict, t)}
      detail={verdictDetail(verdict, t, format)}
      checks={checkRows(verdict, t)}
      className={styles.verdict}
    >
      <p data-minor>{verdictAdvice(verdict, t)}</p>
      <div className={styles.actions}>
        <Button onClick={onLeave}>{t(verdict.authorized ? 'verdict.leave' : 'verdict.clear')}</Button>
        <DownloadButton
          name="gate-report.json"
          mime="application/json"
          content={() => reportOf(submission, registry)}
        >
          {t('verdict.report')}
        </DownloadButton>
        {verdict.confidence !== null && (
          <ScalePicture
            confidence={verdict.confidence}
            marks={registry.confidences}
            epsilon={registry.epsilon}
            accepted={verdict.authorized}
          />
        )}
      </div>
    </Verdict>
  );
}

const small = (value: number) => (Number.isFinite(value) ? value.toFixed(5) : '∞');

/** A row a check, in the gate's order; what was not reached or is not asked under the rule says so. */
function checkRows(verdict: GateVerdict, t: GateWords): VerdictCheck[] {
  const { predictedClass, confidence, matched } = verdict;
  const made = (name: CheckName): Check | undefined => verdict.checks.find(check => check.name === name);
  const notMade = (name: CheckName) => {
    const notAsked = verdict.rule === 'paper' || (verdict.rule === 'paper-with-class' && name === 'record');
    return notAsked ? t('verdict.checks.notAsked') : '—';
  };
  const near = made('confidence');
  const issued = made('licence');
  const standing = made('standing');
  const record = made('record');
  return [
    { name: t('verdict.checks.class'), value: predictedClass ?? '—', passed: null },
    { name: t('verdict.checks.confidence'), value: confidence?.toFixed(5) ?? '—', passed: null },
    {
      name: t.rich('verdict.checks.error', { sub: part => <sub className={styles.sub}>{part}</sub> }),
      value: near ? `${small(near.value ?? Infinity)} ${near.passed ? '<' : '≥'} ε` : '—',
      passed: near?.passed ?? null,
    },
    {
      name: t('verdict.checks.matched'),
      value: matched ? outputName(matched) : t('verdict.checks.none'),
      passed: null,
    },
    {
      name: t('verdict.checks.issued'),
      value: issued
        ? issued.passed
          ? t('verdict.checks.toUser', { user: String(issued.value) })
          : t('verdict.checks.toNobody')
        : notMade('licence'),
      passed: issued?.passed ?? null,
    },
    {
      name: t('verdict.checks.standing'),
      value: standing
        ? t(standing.passed ? 'verdict.checks.inForce' : 'verdict.checks.revoked')
        : notMade('standing'),
      passed: standing?.passed ?? null,
    },
    {
      name: t('verdict.checks.record'),
      value: record ? `‖Δ‖∞ ${small(record.value ?? Infinity)}` : notMade('record'),
      passed: record?.passed ?? null,
    },
  ];
}

function reportOf({ label, probabilities, verdict }: GateSubmission, registry: Registry): string {
  const { confidences, epsilon } = registry;
  return JSON.stringify({ image: label, confidences, epsilon, probabilities, verdict }, null, 2);
}
