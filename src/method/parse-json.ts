/** JSON from outside into checked data: the owner's key and the registry come in through here. */
import type { z } from 'zod';
import { AppError } from '../core/errors';

/**
 * @param what what the text should hold, for messages.
 * @param version the one version understood.
 * @throws AppError `bad-input`: no JSON, another version, or the first bad field by name.
 */
export function parseJson<T>(
  json: string,
  schema: z.ZodType<T>,
  { what, version }: { what: string; version: number },
): T {
  let data: unknown;
  try {
    data = JSON.parse(json);
  } catch (cause) {
    throw new AppError('bad-input', `This is no ${what}: the text is not JSON.`, { cause });
  }
  if (typeof data !== 'object' || data === null || !('version' in data)) {
    throw new AppError('bad-input', `This is no ${what}: the field "version" is missing.`);
  }
  if (data.version !== version) {
    throw new AppError(
      'bad-input',
      `This ${what} has version ${JSON.stringify(data.version)}; only version ${version} is understood. Export it again with this program.`,
    );
  }
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const field = issue.path.reduce<string>(
    (path, part) =>
      typeof part === 'number' ? `${path}[${part}]` : path === '' ? String(part) : `${path}.${String(part)}`,
    '',
  );
  throw new AppError(
    'bad-input',
    `This ${what} can't be used: ${field === '' ? '' : `field "${field}": `}${issue.message}.`,
  );
}
