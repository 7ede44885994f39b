/** A term of the loss on the device: its rows beside the parameters, and the kernel that adds its derivatives to the partial sums. */
import type { ParameterTerm } from '../engine';
import { termPlaces } from './adam';
import type { Commands } from './commands';
import type { NetworkKernels } from './network-kernels';
import type { Pass } from './pass';
import type { Scratch } from './scratch';

/**
 * Compiles the term; what comes back binds it to a pass, and then records it. null where there is none.
 * @param scratch owns the term's buffers.
 */
export async function bindTerm(
  term: ParameterTerm | undefined,
  kernels: NetworkKernels,
  parameters: GPUBuffer,
  scratch: Scratch,
): Promise<((pass: Pass) => (commands: Commands) => void) | null> {
  if (!term) return null;
  const count = term.indices.length;
  const buffers = {
    term_places: scratch.upload(termPlaces(term), 'places of the term'),
    term_constants: scratch.upload(term.constants, 'constants of the term'),
    parameters,
  };
  const kernel = await kernels.term(term);
  return pass => {
    const bound = pass.bind(kernel, buffers);
    return commands => bound.run(commands, count);
  };
}
