/** A figure far from 1 as print sets it: 3.2·10⁻¹³. */
export function scientific(value: number): string {
  if (value === 0) return '0';
  const [mantissa = '', exponent = ''] = value.toExponential(1).split('e');
  const raised = Array.from(exponent.replace('+', ''))
    .map(c => (c === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(c)]))
    .join('');
  return `${mantissa}·10${raised}`;
}
