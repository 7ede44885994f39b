/** The paper's equations, and those that its text says in words. */
import { useTranslations } from 'use-intl';
import type { Messages } from '../../texts/messages';
import { Formula, fraction, over, row, sub, subSup, sup } from '../../ui/Formula';

const max = over('max', 'k');
const scoreOf = (which: string) => row(sub('Z', which), '(', 'x′', ')');

/** An equation in one line, in the page's language. */
function useSpoken(name: Exclude<keyof Messages['how']['spoken'], 'vectorRule'>): string {
  return useTranslations('how.spoken')(name);
}

/** Eq. (4), section 2.5. */
export const Embedding = () => (
  <Formula number={4} text={useSpoken('embedding')}>
    {row(
      'L',
      '=',
      sub('L', 0),
      '+',
      'λ',
      fraction(1, 'n'),
      over('∑', row('k', '=', 1), 'n'),
      sup(row('(', sub('d', 'k'), '−', 'map', '(', sub('v', 'k'), ')', ')'), 2),
    )}
  </Formula>
);

/** Section 2.5, in words. */
export const DigitMap = () => (
  <Formula text="map(h) = a · h + b">{row('map', '(', 'h', ')', '=', 'a', 'h', '+', 'b')}</Formula>
);

/** Section 2.5, step 3. */
export const Extraction = () => (
  <Formula text={useSpoken('extraction')}>
    {row('round', '(', 'map', '(', sub('v', 'k'), ')', ')', '=', sub('d', 'k'), '∀', 'k')}
  </Formula>
);

/** Eq. (1), section 2.3, and the variable in it: tanh keeps every pixel within [0, 1]. */
export const Search = () => (
  <>
    <Formula text="x′ = ½(tanh(δ) + 1)">
      {row('x′', '=', fraction(1, 2), '(', 'tanh', '(', 'δ', ')', '+', 1, ')')}
    </Formula>
    <Formula number={1} text={useSpoken('search')}>
      {row(over('min', 'δ'), subSup(row('‖', 'x′', '−', 'x', '‖'), 2, 2), '+', 'α', 'g', '(', 'x′', ')')}
    </Formula>
  </>
);

/** Eq. (2), section 2.3. */
export const TargetClass = () => (
  <Formula number={2} text={useSpoken('targetClass')}>
    {row(
      sub('g', 0),
      '(',
      'x′',
      ')',
      '=',
      'max',
      '(',
      over('max', row('k', '≠', 't')),
      scoreOf('k'),
      '−',
      scoreOf('t'),
      ',',
      0,
      ')',
    )}
  </Formula>
);

/** Eq. (3), section 2.3. */
export const Confidence = () => (
  <Formula number={3} text="g(x′) = g₀(x′) + |Z_t(x′) − c|">
    {row('g', '(', 'x′', ')', '=', sub('g', 0), '(', 'x′', ')', '+', '|', scoreOf('t'), '−', 'c', '|')}
  </Formula>
);

/** Section 2.4, in words. */
export const Allocation = () => (
  <Formula text={useSpoken('allocation')}>
    {row('(', 'i', ',', sub('c', 'j'), ')', '→', 'i', '·', 'T', '+', 'j')}
  </Formula>
);

/** Eq. (5), section 3.1. */
export const Capacity = () => (
  <Formula number={5} text="N_au = K · (z₂ − z₁) / 2ε">
    {row(sub('N', 'au'), '=', 'K', '·', fraction(row(sub('z', 2), '−', sub('z', 1)), row(2, 'ε')))}
  </Formula>
);

/** Section 2.2 (ii). */
export const GateRule = () => (
  <Formula text={useSpoken('gateRule')}>
    {row(sub('E', 'c'), '=', over('min', 'j'), row('|', sub('P', 'max'), '−', sub('c', 'j'), '|'), '<', 'ε')}
  </Formula>
);

/** Ours: the output-vector rule. */
export const VectorRule = ({ tolerance }: { readonly tolerance: number }) => (
  <Formula text={useTranslations('how.spoken')('vectorRule', { tolerance: String(tolerance) })}>
    {row(max, row('|', sub('p', 'k'), '−', sub('r', 'k'), '|'), '≤', String(tolerance))}
  </Formula>
);

/** Section 2.2 (iii). */
export const ControlLayer = () => (
  <Formula text={useSpoken('controlLayer')}>
    {row('y', '∼', 'U', '{', 0, ',', '…', ',', row('K', '−', 1), '}')}
  </Formula>
);
