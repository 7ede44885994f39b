/**
 * MNIST (Y. LeCun, C. Cortes, C. J. C. Burges): its four files, their SHA-256, and how they become a dataset. Whatever
 * brought the bytes, they are trusted only after their hash.
 */
import { AppError } from '../core/errors';
import { sentence } from '../core/sentence';
import type { Sentence } from '../core/sentence';
import { DIGIT_CLASSES, DIGIT_SHAPE } from './dataset';
import type { Dataset, Split } from './dataset';
import { gunzip, isIdx, parseIdx } from './idx';
import { sha256Hex } from './sha256';

export interface MnistFile {
  /** Without `.gz`. */
  readonly name: string;
  readonly count: number;
  /** Bytes, unpacked; and gzipped, roughly, for progress before a server has said it. */
  readonly size: number;
  readonly packedSize: number;
  /** Of the unpacked bytes, so that any mirror's gzip will do. */
  readonly sha256: string;
}

export const MNIST_FILES = {
  trainImages: {
    name: 'train-images-idx3-ubyte',
    count: 60_000,
    size: 16 + 60_000 * 784,
    packedSize: 9_912_422,
    sha256: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
  },
  trainLabels: {
    name: 'train-labels-idx1-ubyte',
    count: 60_000,
    size: 8 + 60_000,
    packedSize: 28_881,
    sha256: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
  },
  testImages: {
    name: 't10k-images-idx3-ubyte',
    count: 10_000,
    size: 16 + 10_000 * 784,
    packedSize: 1_648_877,
    sha256: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
  },
  testLabels: {
    name: 't10k-labels-idx1-ubyte',
    count: 10_000,
    size: 8 + 10_000,
    packedSize: 4_542,
    sha256: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
  },
} as const satisfies Record<string, MnistFile>;

/** What a first visit fetches, in MB. */
export const MNIST_MEGABYTES = (
  Object.values(MNIST_FILES).reduce((sum, { packedSize }) => sum + packedSize, 0) / 1e6
).toFixed(1);

export type MnistPart = keyof typeof MNIST_FILES;
export const MNIST_PARTS = Object.keys(MNIST_FILES) as MnistPart[];

/**
 * What `count` bytes, beginning with `start`, are of a file that is packed, so that they count against its packed size. A server that
 * packs on the way has them unpacked by the browser, and says the length of what it sent.
 */
export function packedBytes({ size, packedSize }: MnistFile, count: number, start: Uint8Array): number {
  return Math.min(packedSize, isIdx(start) ? (packedSize * count) / size : count);
}

/**
 * One file's bytes, unpacked and checked.
 * @param from where they came from, for the message.
 * @throws AppError `dataset` when they are not that file.
 */
export async function checkMnistFile(
  part: MnistPart,
  bytes: Uint8Array<ArrayBuffer>,
  from: string | Sentence,
): Promise<Uint8Array> {
  const file: MnistFile = MNIST_FILES[part];
  const where = sentence('{name} from {source}', { name: file.name, source: from });
  const unpacked = await gunzip(bytes, where, file.size);
  if (unpacked.length !== file.size) {
    throw new AppError('dataset', "{where} is not MNIST's: it has {bytes} bytes instead of {size}.", {
      values: { where, bytes: unpacked.length, size: file.size },
    });
  }
  const hash = await sha256Hex(unpacked);
  if (hash !== file.sha256) {
    throw new AppError(
      'dataset',
      "{where} is damaged or not MNIST's: its SHA-256 is {hash}…, expected {expected}….",
      { values: { where, hash: hash.slice(0, 12), expected: file.sha256.slice(0, 12) } },
    );
  }
  return unpacked;
}

function split(images: Uint8Array, labels: Uint8Array, name: string): Split {
  const pictures = parseIdx(images, 3, `${name} images`);
  const classes = parseIdx(labels, 1, `${name} labels`);
  const count = pictures.dimensions[0]!;
  if (classes.dimensions[0] !== count) {
    throw new AppError('dataset', '{name} has {count} images and {labels} labels.', {
      values: { name, count, labels: classes.dimensions[0]! },
    });
  }
  const wrong = classes.values.find(label => label >= DIGIT_CLASSES);
  if (wrong !== undefined) {
    throw new AppError('dataset', '{name} labels hold {wrong}; a digit is 0 to {last}.', {
      values: { name, wrong, last: DIGIT_CLASSES - 1 },
    });
  }
  return { images: pictures.values, labels: classes.values, count };
}

/** The dataset of four checked files. @throws AppError `dataset` when images and labels do not fit together. */
export function assembleMnist(files: Record<MnistPart, Uint8Array>, source: string): Dataset {
  return {
    name: 'mnist',
    source,
    shape: DIGIT_SHAPE,
    classes: DIGIT_CLASSES,
    train: split(files.trainImages, files.trainLabels, 'train'),
    test: split(files.testImages, files.testLabels, 'test'),
  };
}
