/** A file from the visitor's computer, read only when it is small enough to be what it should be. */
import { AppError } from '../core/errors';

async function read<T>(file: Blob, limit: number, how: (file: Blob) => Promise<T>): Promise<T> {
  if (file.size > limit) {
    throw new AppError('bad-input', 'The file has {bytes} bytes, more than the {limit} it can have here.', {
      values: { bytes: file.size, limit },
    });
  }
  try {
    return await how(file);
  } catch (cause) {
    // What a browser answers for a folder, and for a file that is gone, locked or changed since it was chosen.
    throw new AppError(
      'bad-input',
      'It cannot be read: it is a folder, or a file that was moved or changed.',
      {
        cause,
      },
    );
  }
}

/** @throws AppError `bad-input` for more than `limit` bytes, before any is read, and for what cannot be read. */
export function readFileBytes(file: Blob, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  return read(file, limit, async readable => new Uint8Array(await readable.arrayBuffer()));
}

/** Its text as UTF-8. Throws as `readFileBytes` does. */
export function readFileText(file: Blob, limit: number): Promise<string> {
  return read(file, limit, readable => readable.text());
}
