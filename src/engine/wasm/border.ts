/**
 * What crosses between the engine's border and a network's planes, at most BLOCK images at a time: packed arrays outside,
 * bordered images and padded rows inside.
 */
import type { KernelModule } from './kernels';
import type { Pointer } from './memory';
import type { Plan, Plane } from './plan';

/** A dataset's bytes and labels in linear memory. */
export interface StoredDataset {
  readonly images: Pointer;
  readonly labels: Pointer;
}

export class Border {
  private readonly first: Plane;
  private readonly last: Plane;
  private readonly height: number;
  /** Floats of a packed image's row: columns × channels. */
  private readonly row: number;

  constructor(
    private readonly module: KernelModule,
    private readonly plan: Plan,
  ) {
    const { height, width, channels } = plan.layout.network.input;
    this.first = plan.planes[0]!;
    this.last = plan.planes.at(-1)!;
    this.height = height;
    this.row = width * channels;
  }

  /** The dataset's images `order`, and their labels. */
  gather(dataset: StoredDataset, order: Uint32Array): void {
    const { plan, module, first } = this;
    module.memory.words(plan.order, order.length).set(order);
    module.kernels.gather_bytes(
      dataset.images,
      dataset.labels,
      plan.order,
      order.length,
      this.height,
      this.row,
      first.values + first.origin,
      first.image,
      first.row,
      plan.labels,
    );
  }

  putLabels(labels: Uint8Array): void {
    this.module.memory.bytes(this.plan.labels, labels.length).set(labels);
  }

  /** [count × pixels] into the first plane. */
  putImages(images: Float32Array, count: number): void {
    const { plan, first, row, height } = this;
    this.staging(images.length).set(images);
    this.module.kernels.copy_images(
      plan.staging,
      plan.layout.pixels,
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
    const { plan, first, row, height } = this;
    this.module.kernels.copy_images(
      first.gradient + first.origin,
      first.image,
      first.row,
      plan.staging,
      plan.layout.pixels,
      row,
      height,
      row,
      count,
    );
    gradient.set(this.staging(gradient.length));
  }

  /** The logits into `logits` [count × classes]. */
  takeLogits(logits: Float32Array, count: number): void {
    const { last, plan, module } = this;
    const { classes } = plan.layout;
    module.kernels.copy_images(last.values, last.image, 0, plan.staging, classes, 0, 1, classes, count);
    logits.set(this.staging(logits.length));
  }

  /** [count × classes] into the last plane's gradient. */
  putLogitGradient(gradient: Float32Array, count: number): void {
    const { last, plan, module } = this;
    const { classes } = plan.layout;
    this.staging(gradient.length).set(gradient);
    module.kernels.copy_images(plan.staging, classes, 0, last.gradient, last.image, 0, 1, classes, count);
  }

  private staging(length: number): Float32Array {
    return this.module.memory.floats(this.plan.staging, length);
  }
}
