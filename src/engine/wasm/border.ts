/**
 * What crosses between the engine's border and a network's planes, as the pass has prepared them and as many images at a
 * time: packed arrays outside, bordered images and padded rows inside.
 */
import type { Layout } from '../network';
import type { KernelModule } from './kernels';
import type { Pointer } from './memory';
import type { Pass } from './pass';

/** A dataset's bytes and labels in linear memory. */
export interface StoredDataset {
  readonly images: Pointer;
  readonly labels: Pointer;
}

export class Border {
  private readonly height: number;
  /** Floats of a packed image's row: columns × channels. */
  private readonly row: number;

  constructor(
    private readonly module: KernelModule,
    private readonly layout: Layout,
    private readonly pass: Pass,
  ) {
    const { height, width, channels } = layout.network.input;
    this.height = height;
    this.row = width * channels;
  }

  /** The dataset's images `order`, and their labels. */
  gather(dataset: StoredDataset, order: Uint32Array): void {
    const { module } = this;
    const { first, labels, order: place } = this.pass.arena;
    module.memory.words(place, order.length).set(order);
    module.kernels.gather_bytes(
      dataset.images,
      dataset.labels,
      place,
      order.length,
      this.height,
      this.row,
      first.values + first.origin,
      first.image,
      first.row,
      labels,
    );
  }

  putLabels(labels: Uint8Array): void {
    this.module.memory.bytes(this.pass.arena.labels, labels.length).set(labels);
  }

  /** [count × pixels] into the first plane. */
  putImages(images: Float32Array, count: number): void {
    const { row, height } = this;
    const { first, staging } = this.pass.arena;
    this.staging(images.length).set(images);
    this.module.kernels.copy_images(
      staging,
      this.layout.pixels,
      row,
      first.values + first.origin,
      first.image,
      first.row,
      height,
      row,
      count,
    );
  }

  /** The first plane's gradient into `gradient` [count × pixels]. */
  takeInputGradient(gradient: Float32Array, count: number): void {
    const { row, height } = this;
    const { first, staging } = this.pass.arena;
    this.module.kernels.copy_images(
      first.gradient + first.origin,
      first.image,
      first.row,
      staging,
      this.layout.pixels,
      row,
      height,
      row,
      count,
    );
    gradient.set(this.staging(gradient.length));
  }

  /** The logits into `logits` [count × classes]. */
  takeLogits(logits: Float32Array, count: number): void {
    const { classes } = this.layout;
    const { logits: plane, staging } = this.pass.arena;
    this.module.kernels.copy_images(plane.values, plane.image, 0, staging, classes, 0, 1, classes, count);
    logits.set(this.staging(logits.length));
  }

  /** [count × classes] into the last plane's gradient. */
  putLogitGradient(gradient: Float32Array, count: number): void {
    const { classes } = this.layout;
    const { logits: plane, staging } = this.pass.arena;
    this.staging(gradient.length).set(gradient);
    this.module.kernels.copy_images(staging, classes, 0, plane.gradient, plane.image, 0, 1, classes, count);
  }

  private staging(length: number): Float32Array {
    return this.module.memory.floats(this.pass.arena.staging, length);
  }
}
