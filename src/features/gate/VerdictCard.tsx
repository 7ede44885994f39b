/** Who stands at the gate, or why nobody is let in, with every check that led to it (sections 2.2 and 2.4). */
import type { Check, CheckName, Verdict as GateVerdict } from '../../method/control/gate';
import type { Registry } from '../../method/registry/registry';
import type { GateSubmission } from '../../store/state';
import { Button } from '../../ui/Button';
import { DownloadButton } from '../../ui/DownloadButton';
import { Verdict } from '../../ui/Verdict';
import type { VerdictCheck } from '../../ui/Verdict';
import { outputName, verdictAdvice, verdictDetail, verdictTitle } from './verdict-words';
import styles from './VerdictCard.module.css';

export interface VerdictCardProps {
  readonly submission: GateSubmission | null;
  readonly checking: boolean;
  readonly registry: Registry;
  readonly onLeave: () => void;
}

export function VerdictCard({ submission, checking, registry, onLeave }: VerdictCardProps) {
  if (!submission) {
    return (
      <Verdict
        state="waiting"
        title={checking ? 'Looking …' : 'Nobody at the gate'}
        detail="bring an image to be judged"
        className={styles.verdict}
      >
        Visitors get random answers. Whoever shows a licence, an image that the model gives one agreed
        confidence, gets the true ones.
      </Verdict>
    );
  }
  const { verdict } = submission;
  return (
    <Verdict
      state={verdict.authorized ? 'in' : 'refused'}
      title={verdictTitle(verdict)}
      detail={verdictDetail(verdict)}
      checks={checkRows(verdict)}
      className={styles.verdict}
    >
      <p>{verdictAdvice(verdict)}</p>
      <div className={styles.actions}>
        <Button onClick={onLeave}>{verdict.authorized ? 'Leave' : 'Clear'}</Button>
        <DownloadButton
          name="gate-report.json"
          mime="application/json"
          content={() => reportOf(submission, registry)}
        >
          Report
        </DownloadButton>
      </div>
    </Verdict>
  );
}

const small = (value: number) => (Number.isFinite(value) ? value.toFixed(5) : '∞');

/** A row a check, in the gate's order; what was not reached or is not asked under the rule says so. */
function checkRows(verdict: GateVerdict): VerdictCheck[] {
  const { predictedClass, confidence, matched } = verdict;
  const made = (name: CheckName): Check | undefined => verdict.checks.find(check => check.name === name);
  const notMade = (name: CheckName) => {
    const notAsked = verdict.rule === 'paper' || (verdict.rule === 'paper-with-class' && name === 'record');
    return notAsked ? 'not asked' : '—';
  };
  const near = made('confidence');
  const issued = made('licence');
  const standing = made('standing');
  const record = made('record');
  return [
    { name: 'predicted class t', value: predictedClass ?? '—', passed: null },
    { name: 'confidence', value: confidence?.toFixed(5) ?? '—', passed: null },
    {
      name: (
        <>
          E<sub className={styles.sub}>c</sub> = min |conf − c|
        </>
      ),
      value: near ? `${small(near.value ?? Infinity)} ${near.passed ? '<' : '≥'} ε` : '—',
      passed: near?.passed ?? null,
    },
    { name: 'matched (t, c)', value: matched ? outputName(matched) : 'none', passed: null },
    {
      name: 'issued to',
      value: issued ? (issued.passed ? `user ${issued.value}` : 'nobody') : notMade('licence'),
      passed: issued?.passed ?? null,
    },
    {
      name: 'not revoked',
      value: standing ? (standing.passed ? 'in force' : 'revoked') : notMade('standing'),
      passed: standing?.passed ?? null,
    },
    {
      name: 'output vector on record',
      value: record ? `‖Δ‖∞ ${small(record.value ?? Infinity)}` : notMade('record'),
      passed: record?.passed ?? null,
    },
  ];
}

function reportOf({ label, probabilities, verdict }: GateSubmission, registry: Registry): string {
  const { confidences, epsilon } = registry;
  return JSON.stringify({ image: label, confidences, epsilon, probabilities, verdict }, null, 2);
}
