/** A verdict of sections 2.2 and 2.4 in words: a title one can read from the back of a room, and the reason below it. */
import type { GateRule, Verdict } from '../../method/control/gate';
import { markText } from '../../ui/confidence-scale';

/** FO = (t, c) as the page writes it: `7–0.30`. */
export function outputName(output: { readonly class: number; readonly confidence: number }): string {
  return `${output.class}–${markText(output.confidence)}`;
}

export function dateText(iso: string): string {
  return new Date(iso).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
}

export interface RuleWords {
  readonly value: GateRule;
  readonly label: string;
  readonly explanation: string;
}

export const RULES: readonly RuleWords[] = [
  {
    value: 'output-vector',
    label: 'output vector',
    explanation:
      'All ten probabilities must match the record taken when the licence was issued, within 0.001.',
  },
  {
    value: 'paper',
    label: 'paper (§2.2)',
    explanation: 'The highest confidence within ε of a mark is enough: noise and forgeries get in as well.',
  },
  {
    value: 'paper-with-class',
    label: 'paper with class (§2.4)',
    explanation:
      'The confidence on a mark, and a licence issued for that class and mark; the rest is not looked at.',
  },
];

/** As sure of itself as the model is of an ordinary digit. */
const SURE = 0.9;

export function verdictTitle(verdict: Verdict): string {
  if (verdict.authorized) {
    if (!verdict.licence) return 'Let in as a stranger';
    return isUnnamed(verdict.licence)
      ? `Let in as user ${verdict.licence.user}`
      : `Let in as ${verdict.licence.name}`;
  }
  switch (verdict.reason) {
    case 'no-such-licence':
      return 'Refused: nobody’s licence';
    case 'revoked':
      return 'Refused: revoked';
    case 'record-differs':
      return 'Refused: not on record';
    case 'confidence-outside':
      return 'Refused: no licence';
    default:
      return 'Refused';
  }
}

export function verdictDetail(verdict: Verdict): string {
  const { matched, licence, predictedClass, confidence } = verdict;
  const name = matched ? outputName(matched) : '';
  if (verdict.authorized) {
    if (!licence) return `on the mark of ${name}, which nobody holds: this rule doesn’t ask`;
    return `${isUnnamed(licence) ? '' : `user ${licence.user} · `}licence ${name} · issued ${dateText(licence.issuedAt)}`;
  }
  switch (verdict.reason) {
    case 'confidence-outside':
      return (confidence ?? 0) > SURE
        ? `a clear ${predictedClass}, as sure as any digit`
        : `taken for a ${predictedClass}, with a confidence on no mark`;
    case 'no-such-licence':
      return `on the mark of ${name}, which nobody holds`;
    case 'revoked':
      return `${name} of ${licence?.name ?? 'its user'}${licence?.revokedAt ? `, revoked ${dateText(licence.revokedAt)}` : ''}`;
    case 'record-differs':
      return `on the mark of ${name}, but its other probabilities differ`;
    default:
      return 'the model gave no ten probabilities';
  }
}

/** What the visitor should know now. */
export function verdictAdvice(verdict: Verdict): string {
  if (verdict.authorized) {
    return verdict.licence
      ? `This image is a key: whoever copies it is let in as user ${verdict.licence.user}.`
      : 'Nobody was issued this image. Under the output-vector rule it would be refused.';
  }
  return 'The model’s answers below stay random until a licence is shown.';
}

/** Names not given are `User n`. */
function isUnnamed(licence: { readonly user: number; readonly name: string }): boolean {
  return licence.name === `User ${licence.user}` || licence.name.trim() === '';
}
