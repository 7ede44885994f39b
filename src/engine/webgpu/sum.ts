/** z = x + y, and the gradient by each, which is z's own. Compare `../reference/network-pass.ts`. */
import { volume, type ShapedSum } from '../network';
import { maskBuffers, sendBack, type SendBack } from './flow';
import { COUNT_ALONE, reads, unroll, writes, type KernelSource } from './kernel';
import { sameInBoth, type Dispatch, type LayerWork } from './layer-work';

/** Values of one thread, a workgroup apart, so that neighbours stay neighbours; tuned per adapter. */
const VALUES = 4;
const WORKGROUP = 64;

/** `text` with each value's place `at`. */
function overValues(shape: ShapedSum, text: string): Pick<KernelSource, 'body' | 'workgroupSize'> {
  return {
    workgroupSize: WORKGROUP,
    body: `
  let first = thread / ${WORKGROUP}u * ${WORKGROUP * VALUES}u + thread % ${WORKGROUP}u;
  let end = batch.count * ${volume(shape.output)}u;
${unroll(VALUES, k => `{ let at = first + ${k * WORKGROUP}u; if (at < end) { ${text} } }`)}`,
  };
}

/** @param sends how the gradient goes back to each of the two; null where theirs is this one's own. */
export function sumWork(shape: ShapedSum, sends: readonly (SendBack | null)[]): LayerWork {
  const { layer, output } = shape;
  const dispatch = (source: KernelSource): Dispatch => ({
    source,
    threads: count => Math.ceil((count * volume(output)) / (WORKGROUP * VALUES)) * WORKGROUP,
  });
  const common = { batch: COUNT_ALONE, usesStep: false, declarations: '' };
  const forward: KernelSource = {
    name: `${layer.name} forward`,
    buffers: [reads('x'), reads('y'), writes('output')],
    ...common,
    ...overValues(shape, 'output[at] = x[at] + y[at];'),
  };
  const inputGradients = sends.map((send, k): Dispatch[] => {
    if (!send) return [];
    const source: KernelSource = {
      name: `${layer.name} gradient by ${layer.of[k]!}`,
      buffers: [...maskBuffers(send), reads('output_gradient'), writes('input_gradient')],
      ...common,
      ...overValues(shape, sendBack(send, 'at', 'output_gradient[at]')),
    };
    return [dispatch(source)];
  });
  return sameInBoth([dispatch(forward)], [], inputGradients);
}
