/** What callers of any backend may hand in: each throws AppError `bad-input` naming what is wrong. */
import { AppError } from '../core/errors';
import type { DescentOptions } from './engine';
import type { Layout } from './network';

export function expectLength(what: string, length: number, expected: number): void {
  if (length !== expected) {
    throw new AppError('bad-input', '{what} has {length} entries; {expected} were expected.', {
      values: { what, length, expected },
    });
  }
}

/** How many images `images` holds. */
export function expectImages(images: Float32Array, { pixels }: Layout): number {
  const count = images.length / pixels;
  if (!Number.isInteger(count)) {
    throw new AppError(
      'bad-input',
      '{values} pixel values are no whole number of images of {pixels} pixels.',
      { values: { values: images.length, pixels } },
    );
  }
  return count;
}

export function expectLabels(labels: Uint8Array, { classes }: Layout): void {
  const wrong = labels.find(label => label >= classes);
  if (wrong !== undefined) {
    throw new AppError(
      'bad-input',
      "Label {wrong} is none of the network's {classes} classes, counted from 0.",
      { values: { wrong, classes } },
    );
  }
}

/** Every entry of `order` below `count`. */
export function expectInside(order: Uint32Array, count: number): void {
  const outside = order.find(index => index >= count);
  if (outside !== undefined) {
    throw new AppError('bad-input', 'There is no image {outside} in a dataset of {count}.', {
      values: { outside, count },
    });
  }
}

/** 0 ≤ `from` ≤ `to` ≤ `count`. */
export function expectRange(from: number, to: number, count: number): void {
  if (!(from >= 0 && from <= to && to <= count)) {
    throw new AppError('bad-input', 'There are no images {from} to {to} in a dataset of {count}.', {
      values: { from, to, count },
    });
  }
}

/** Arrays that fit together. */
export function expectDescent({ images, start, state, head }: DescentOptions, layout: Layout): void {
  const count = expectImages(images, layout);
  if (start) expectLength('The starting image array', start.length, images.length);
  expectLength('The state of the descent', state.length, count * head.stateSize);
}
