/** Batches gathered where they are used: bytes of the dataset in, one float a pixel out, with the labels beside them. */
import { COUNT_ALONE, reads, writes, type KernelSource } from './kernel';

/** For thread n·pixels + p: x = byte/255 of pixel p of image order[step.index·count + n], four bytes a word. */
export function gatherKernel(pixels: number): KernelSource {
  return {
    name: 'gather',
    buffers: [
      reads('bytes', 'u32'),
      reads('dataset_labels', 'u32'),
      reads('order', 'u32'),
      writes('x'),
      writes('labels', 'u32'),
    ],
    batch: COUNT_ALONE,
    usesStep: true,
    declarations: '',
    workgroupSize: 64,
    body: `
  let n = thread / ${pixels}u;
  let p = thread % ${pixels}u;
  if (n >= batch.count) { return; }
  let image = order[step.index * batch.count + n];
  let at = image * ${pixels}u + p;
  x[thread] = f32((bytes[at / 4u] >> (8u * (at % 4u))) & 255u) / 255.0;
  if (p == 0u) { labels[n] = dataset_labels[image]; }`,
  };
}
