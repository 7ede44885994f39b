/** The paper's equations, and those that its text says in words. */
import { Formula, fraction, over, row, sub, subSup, sup } from '../../ui/Formula';

const max = over('max', 'k');
const scoreOf = (which: string) => row(sub('Z', which), '(', 'x′', ')');

/** Eq. (4), section 2.5. */
export const Embedding = () => (
  <Formula number={4} text="L = L₀ + λ · (1/n) · Σ from k = 1 to n of (d_k − map(v_k))²">
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
  <Formula text="V_owner = success if round(map(v_k)) = d_k for every k">
    {row('round', '(', 'map', '(', sub('v', 'k'), ')', ')', '=', sub('d', 'k'), '∀', 'k')}
  </Formula>
);

/** Eq. (1), section 2.3, and the variable in it: tanh keeps every pixel within [0, 1]. */
export const Search = () => (
  <>
    <Formula text="x′ = ½(tanh(δ) + 1)">
      {row('x′', '=', fraction(1, 2), '(', 'tanh', '(', 'δ', ')', '+', 1, ')')}
    </Formula>
    <Formula number={1} text="minimize over δ: ‖x′ − x‖₂² + α · g(x′)">
      {row(over('min', 'δ'), subSup(row('‖', 'x′', '−', 'x', '‖'), 2, 2), '+', 'α', 'g', '(', 'x′', ')')}
    </Formula>
  </>
);

/** Eq. (2), section 2.3. */
export const TargetClass = () => (
  <Formula number={2} text="g₀(x′) = max(max of Z_k(x′) over k ≠ t, minus Z_t(x′), 0)">
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
  <Formula text="FO = (i, c_j) belongs to user i · T + j">
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
  <Formula text="E_c = minimum over j of |P_max − c_j|, and E_c < ε">
    {row(sub('E', 'c'), '=', over('min', 'j'), row('|', sub('P', 'max'), '−', sub('c', 'j'), '|'), '<', 'ε')}
  </Formula>
);

/** Ours: the output-vector rule. */
export const VectorRule = ({ tolerance }: { readonly tolerance: number }) => (
  <Formula text={`maximum over k of |p_k − r_k| ≤ ${tolerance}`}>
    {row(max, row('|', sub('p', 'k'), '−', sub('r', 'k'), '|'), '≤', String(tolerance))}
  </Formula>
);

/** Section 2.2 (iii). */
export const ControlLayer = () => (
  <Formula text="y = a random class where E_c ≥ ε; f(x) where the layer is lifted">
    {row('y', '∼', 'U', '{', 0, ',', '…', ',', row('K', '−', 1), '}')}
  </Formula>
);
