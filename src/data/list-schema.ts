/**
 * Lists and records from outside, as long as they may be and no longer. A plain `z.array` looks at every element and keeps a complaint
 * about each that is wrong: a small file of 200,000 wrong ones takes seconds, and more complaints than the stack holds. Here the length
 * is looked at first, and the first wrong element ends it.
 */
import { z } from 'zod';
import { passOn } from './schema-issue';

/** A list of `least` to `most` elements. */
export function listOf<Element extends z.ZodType>(
  element: Element,
  { least = 0, most }: { readonly least?: number; readonly most: number },
): z.ZodType<z.output<Element>[]> {
  return z
    .array(z.unknown())
    .min(least)
    .max(most)
    .transform((values, context) => {
      const read: z.output<Element>[] = [];
      for (const value of values) {
        const result = element.safeParse(value);
        if (!result.success) return passOn(result.error, [read.length], context);
        read.push(result.data);
      }
      return read;
    });
}

/** An object of at most `most` fields of any name. */
export function recordOf<Value extends z.ZodType>(
  value: Value,
  { most }: { readonly most: number },
): z.ZodType<Record<string, z.output<Value>>> {
  return z.record(z.string(), z.unknown()).transform((fields, context) => {
    const entries = Object.entries(fields);
    if (entries.length > most) {
      context.addIssue({ code: 'too_big', origin: 'array', maximum: most, input: fields });
      return z.NEVER;
    }
    const read: [string, z.output<Value>][] = [];
    for (const [name, field] of entries) {
      const result = value.safeParse(field);
      if (!result.success) return passOn(result.error, [name], context);
      read.push([name, result.data]);
    }
    return Object.fromEntries(read);
  });
}
