/** Batches gathered where they are used: bytes of the dataset in, one float a pixel out, with the labels beside them. */
import { COUNT_ALONE, reads, unroll, writes, type KernelSource } from './kernel';

/** Pixels of one thread. */
const PIXELS = 4;

export function gatherThreads(pixels: number, count: number): number {
  return count * Math.ceil(pixels / PIXELS);
}

/** For four neighbouring pixels of image order[step.index·count + n] a thread: x = byte/255, four bytes a word. */
export function gatherKernel(pixels: number): KernelSource {
  const blocks = Math.ceil(pixels / PIXELS);
  const whole = pixels % PIXELS === 0;
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
  let n = thread / ${blocks}u;
  let first = (thread - n * ${blocks}u) * ${PIXELS}u;
  if (n >= batch.count) { return; }
  let image = order[step.index * batch.count + n];
  let at = image * ${pixels}u + first;
  let out = n * ${pixels}u + first;
${whole ? 'let word = bytes[at / 4u];' : ''}
${unroll(PIXELS, p =>
  whole
    ? `x[out + ${p}u] = f32((word >> ${8 * p}u) & 255u) / 255.0;`
    : `if (first + ${p}u < ${pixels}u) { x[out + ${p}u] = f32((bytes[(at + ${p}u) / 4u] >> (8u * ((at + ${p}u) % 4u))) & 255u) / 255.0; }`,
)}
  if (first == 0u) { labels[n] = dataset_labels[image]; }`,
  };
}
