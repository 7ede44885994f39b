/** Figures as they are written in sentences, in each language: a decimal point everywhere, thousands apart. */
import { WHAT_IFS } from '../../experiments/what-if-questions';
import type { WhatIfId } from '../../experiments/what-if-questions';

/** 10,000 in English, 10 000 in languages where a comma would divide. */
export function countWords(count: number, locale: string): string {
  const grouped = Math.round(count).toLocaleString('en-US');
  return locale === 'en' ? grouped : grouped.replaceAll(',', '\u202F');
}

/** "99.35%" of 0.9935. */
export function percentWords(share: number): string {
  return `${(100 * share).toFixed(2)}%`;
}

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** "7·10⁻¹²" of 7e-12; "0.03" of larger ones. */
export function smallWords(value: number): string {
  if (value >= 0.001 || value === 0) return String(Number(value.toPrecision(2)));
  const [mantissa = '', exponent = ''] = value.toExponential(0).split('e');
  return `${mantissa}·10${exponent.replace('-', '⁻').replaceAll(/\d/g, digit => RAISED[Number(digit)]!)}`;
}

/** A question's setting with its unit: of strangers how many they are. */
export function settingWords(id: WhatIfId, value: number, locale: string): string {
  switch (id) {
    case 'rotated':
      return `${value}°`;
    case 'pruned':
      return `${Math.round(100 * value)}%`;
    case 'blurred':
      return `σ ${value}`;
    case 'photographed':
      return `×${value}`;
    default:
      return WHAT_IFS[id].who === 'licences' ? String(value) : countWords(value, locale);
  }
}
