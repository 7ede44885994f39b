/**
 * A sentence of the compute layers for a person, kept as its English template and the values in it, so that the page can say it in
 * another language (`texts/`): the template is its key there, as in gettext.
 */

export interface Sentence {
  /** English, with `{names}`. */
  readonly template: string;
  readonly values: SentenceValues;
}

export interface SentenceValues {
  /** A sentence within a sentence is said in the same language. */
  readonly [name: string]: string | number | Sentence;
}

export function sentence(template: string, values: SentenceValues = {}): Sentence {
  return { template, values };
}

/** `template` with every `{name}` that `values` has put in; other braces stay. @param say how a sentence among the values is said. */
export function fillTemplate(
  template: string,
  values: SentenceValues,
  say: (inner: Sentence) => string = inner => fillTemplate(inner.template, inner.values),
): string {
  return template.replaceAll(/\{(\w+)\}/g, (all, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name]! : all;
    return typeof value === 'object' ? say(value) : String(value);
  });
}
