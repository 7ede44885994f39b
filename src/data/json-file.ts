/**
 * JSON from outside into checked data: models, owners' keys, registries and results come in through here. Nothing is parsed before its
 * size, its nesting and the number of its values are known to be small, and a field that would be an object's prototype is refused wherever it stands.
 */
import type { z } from 'zod';
import { AppError } from '../core/errors';
import type { Sentence } from '../core/sentence';
import { readBy } from './schema-issue';

/** The deepest of ours, a model as Keras writes it, has about ten. */
const MAX_NESTING = 32;
/** The most of ours, a registry of 2,000 licences, has 36,000. */
const MOST_VALUES = 40_000;
/** Of one object: engines keep one of thousands of names slowly. The most of ours, a layer as Keras writes it, has some twenty. */
const MOST_FIELDS = 200;

export interface JsonFile {
  /** What the text should hold. */
  readonly what: Sentence;
  /** Characters; longer ones aren't looked at. */
  readonly limit: number;
}

/**
 * @throws AppError `bad-input` for a text that is too long, nested too deeply, of too many values, no JSON, or has a field called
 *   `__proto__`.
 */
export function readJson(text: string, { what, limit }: JsonFile): unknown {
  if (text.length > limit) {
    throw new AppError('bad-input', 'This is no {what}: it has {length} characters, more than {limit}.', {
      values: { what, length: text.length, limit },
    });
  }
  checkExtent(text, what);
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    throw new AppError('bad-input', 'This is no {what}: the text is not JSON.', { values: { what }, cause });
  }
  if (hasPrototypeField(data)) {
    throw new AppError('bad-input', 'This is no {what}: it has a field "{field}".', {
      values: { what, field: '__proto__' },
    });
  }
  return data;
}

/**
 * A file of one of our own formats.
 * @param version the one version understood.
 * @throws AppError `bad-input`: as `readJson`, another version, or the first bad field by name.
 */
export function parseJson<T>(
  text: string,
  schema: z.ZodType<T>,
  { version, ...file }: JsonFile & { readonly version: number },
): T {
  const { what } = file;
  const data = readJson(text, file);
  if (typeof data !== 'object' || data === null || !Object.hasOwn(data, 'version')) {
    throw new AppError('bad-input', 'This is no {what}: the field "version" is missing.', {
      values: { what },
    });
  }
  const found = (data as { version: unknown }).version;
  if (found !== version) {
    throw new AppError(
      'bad-input',
      'This {what} has version {found}; only version {version} is understood. Export it again with this program.',
      { values: { what, found: shortJson(found), version } },
    );
  }
  const result = readBy(schema, data);
  if ('data' in result) return result.data;
  const { field, issue } = result.complaint;
  if (field === '') {
    throw new AppError('bad-input', "This {what} can't be used: {issue}.", { values: { what, issue } });
  }
  throw new AppError('bad-input', 'This {what} can\'t be used: field "{field}": {issue}.', {
    values: { what, field, issue },
  });
}

function shortJson(value: unknown): string {
  return typeof value === 'object' && value !== null ? '{…}' : JSON.stringify(value).slice(0, 40);
}

/** Looks how deep brackets stand within brackets and counts the values and each object's fields, what stands in strings aside. */
function checkExtent(text: string, what: Sentence): void {
  const fields = new Uint32Array(MAX_NESTING + 1);
  let depth = 0;
  let values = 1;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quoted && character === '\\') i++;
    else if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === ']' || character === '}') depth--;
    else if (character === ':') {
      if (++fields[depth]! > MOST_FIELDS) {
        throw new AppError('bad-input', 'This is no {what}: it has an object of more than {limit} fields.', {
          values: { what, limit: MOST_FIELDS },
        });
      }
    } else if (character === '[' || character === '{' || character === ',') {
      values++;
      if (character !== ',') depth++;
      if (depth > MAX_NESTING) {
        throw new AppError('bad-input', 'This is no {what}: it is nested more than {limit} deep.', {
          values: { what, limit: MAX_NESTING },
        });
      }
      if (values > MOST_VALUES) {
        throw new AppError('bad-input', 'This is no {what}: it has more than {limit} values.', {
          values: { what, limit: MOST_VALUES },
        });
      }
      if (character === '{') fields[depth] = 0;
    }
  }
}

/** JSON.parse makes a field of that name a field; code that copies it would make it the prototype. */
function hasPrototypeField(data: unknown): boolean {
  if (typeof data !== 'object' || data === null) return false;
  if (Object.hasOwn(data, '__proto__')) return true;
  return Object.values(data).some(hasPrototypeField);
}
