/**
 * A sentence of the compute layers for a person, kept as its English template and the values in it, so that the page can say it in
 * another language (`texts/`): the template is its key there, as in gettext.
 */

export interface Sentence {
  /** English, with `{names}`. */
  readonly template: string;
  readonly values: SentenceValues;
}

export type SentenceValues = Readonly<Record<string, string | number>>;

export function sentence(template: string, values: SentenceValues = {}): Sentence {
  return { template, values };
}

/** `template` with every `{name}` that `values` has put in; other braces stay. */
export function fillTemplate(template: string, values: SentenceValues): string {
  return template.replaceAll(/\{(\w+)\}/g, (all, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : all,
  );
}
