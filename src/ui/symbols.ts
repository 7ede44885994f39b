/** Symbols of the paper as the compute layers and files write them: `P_max`, `V_owner`, `|p_k − record_k|`. */

const SYMBOL = /(\p{L}+)_(\p{L}+)/gu;

export interface TextPart {
  readonly text: string;
  /** Stands below its symbol. */
  readonly below: boolean;
}

/** `text` in order, each index after its underscore apart. */
export function symbolParts(text: string): TextPart[] {
  // Split by two groups: words, symbol, index, words, symbol, index, …, words.
  return text
    .split(SYMBOL)
    .map((part, i) => ({ text: part, below: i % 3 === 2 }))
    .filter(part => part.text !== '');
}
