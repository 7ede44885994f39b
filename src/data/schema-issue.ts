/** What a schema says against a value, as a sentence that can be said in any language (zod's own messages are English). */
import { z } from 'zod';
import { sentence } from '../core/sentence';
import type { Sentence } from '../core/sentence';

/** Names of fields come out of files; longer ones are cut. */
const LONGEST_NAME = 60;

const TYPES: Readonly<Record<string, Sentence>> = {
  string: sentence('a text'),
  number: sentence('a number'),
  int: sentence('a whole number'),
  boolean: sentence('true or false'),
  array: sentence('a list'),
  tuple: sentence('a list'),
  object: sentence('an object'),
  record: sentence('an object'),
};

const OTHERWISE = sentence('it has another form than it must have');

/** A complaint, and the field it is about: "licences[2].user", or "" for the whole. */
export interface Complaint {
  readonly field: string;
  readonly issue: Sentence;
}

/** What `schema` makes of data from outside, or its first complaint. Never throws, whatever the data makes the schema do. */
export function readBy<T>(
  schema: z.ZodType<T>,
  data: unknown,
): { readonly data: T } | { readonly complaint: Complaint } {
  try {
    const result = schema.safeParse(data);
    return result.success ? { data: result.data } : { complaint: firstComplaint(result.error, data) };
  } catch {
    return { complaint: { field: '', issue: OTHERWISE } };
  }
}

/** Hands a schema's first complaint about a part on to the schema of the whole. @param at where the part stands in it. */
export function passOn(
  error: z.ZodError,
  at: readonly PropertyKey[],
  context: Pick<z.RefinementCtx, 'addIssue'>,
): never {
  const [issue] = error.issues;
  context.addIssue({ ...issue!, path: [...at, ...issue!.path] });
  return z.NEVER;
}

function firstComplaint(error: z.ZodError, data: unknown): Complaint {
  const issue = deepest(error.issues[0]!);
  const field = issue.path.reduce<string>(
    (path, part) =>
      typeof part === 'number' ? `${path}[${part}]` : path === '' ? String(part) : `${path}.${String(part)}`,
    '',
  );
  return { field: shortened(field), issue: complaint(issue, valueAt(data, issue.path)) };
}

/** Of a union, what the form that went furthest says; its path goes on from the union's. */
function deepest(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  const forms = issue.errors.flatMap(([first]) => (first ? [deepest(first)] : []));
  const [best] = forms.toSorted((x, y) => y.path.length - x.path.length);
  return best ? { ...best, path: [...issue.path, ...best.path] } : issue;
}

function complaint(issue: z.core.$ZodIssue, value: unknown): Sentence {
  if (value === undefined && issue.code !== 'custom') return sentence('it is missing');
  switch (issue.code) {
    case 'invalid_type': {
      const expected = TYPES[issue.expected];
      return expected ? sentence('it must be {expected}', { expected }) : OTHERWISE;
    }
    case 'too_small':
      return issue.origin === 'array' || issue.origin === 'string'
        ? sentence('it must have at least {minimum} entries', { minimum: Number(issue.minimum) })
        : sentence('it must be at least {minimum}', { minimum: Number(issue.minimum) });
    case 'too_big':
      return issue.origin === 'array' || issue.origin === 'string'
        ? sentence('it must have at most {maximum} entries', { maximum: Number(issue.maximum) })
        : sentence('it must be at most {maximum}', { maximum: Number(issue.maximum) });
    case 'invalid_value':
      return sentence('it must be {values}', { values: issue.values.map(each => String(each)).join(' | ') });
    case 'unrecognized_keys':
      return sentence('it has an unknown field "{name}"', { name: shortened(issue.keys[0] ?? '') });
    case 'custom':
      // The schemas' own words: templates without values, kept beside the others in `texts/`.
      return sentence(issue.message);
    default:
      return OTHERWISE;
  }
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, part)
        ? (value as Record<PropertyKey, unknown>)[part]
        : undefined,
    data,
  );
}

/** A name out of a file, fit for a message. */
export function shortened(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
}
