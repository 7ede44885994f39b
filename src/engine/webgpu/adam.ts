/**
 * The last passes of a step: a term adds its derivative to a partial sum of its parameters, and each parameter's partial sums
 * become its gradient, by which AdamW moves it. Compare `../reference/adam.ts`. Sums run in one fixed order, so that two runs agree bit for bit.
 */
import { ADAM, type ParameterTerm } from '../engine';
import type { Layout, ParameterSlot, ShapedLayer } from '../network';
import { reads, writes, type KernelSource } from './kernel';
import { batchStruct, type Section } from './sections';

/** What of a term is compiled; its indices and constants are data. */
export type TermCode = Pick<ParameterTerm, 'wgsl' | 'constantsPerIndex'>;

type Sections = readonly (Section | null)[];

/**
 * WGSL of `groups_of(i)`: where parameter i's first partial sum lies, how far apart they are and how many. Chosen without
 * branches: software adapters run every branch, whoever takes it.
 */
function groupsOf(sections: Sections): string {
  const present = sections.filter(section => section !== null);
  const words = present.map(
    ({ offset, length, groups, start }) => `vec3u(${start} + i - ${offset}u, ${length}u, ${groups})`,
  );
  const chosen = words.reduceRight((rest, one, k) =>
    k === present.length - 1
      ? one
      : `select(${rest}, ${one}, i < ${present[k]!.offset + present[k]!.length}u)`,
  );
  return `fn groups_of(i: u32) -> vec3u { return ${chosen}; }`;
}

/** WGSL of `partial_sum(i)`: the sum of parameter i's groups. */
function partialSum(sections: Sections): string {
  return `${groupsOf(sections)}
fn partial_sum(i: u32) -> f32 {
  let place = groups_of(i);
  var sum = partials[place.x];
  for (var group = 1u; group < place.z; group++) { sum += partials[place.x + group * place.y]; }
  return sum;
}`;
}

/** The term's indices, each + 1: 0 is none, where the buffer is longer than they are. */
export function termPlaces(term: ParameterTerm): Uint32Array {
  return term.indices.map(index => index + 1);
}

/** Thread r adds the derivative of the term's row r to the first of its parameter's partial sums. */
export function termKernel(sections: Sections, term: TermCode): KernelSource {
  const width = term.constantsPerIndex;
  return {
    name: 'term',
    buffers: [reads('term_places', 'u32'), reads('term_constants'), reads('parameters'), writes('partials')],
    batch: batchStruct(sections),
    usesStep: false,
    declarations: `${groupsOf(sections)}
${term.wgsl}`,
    workgroupSize: 32,
    body: `
  if (thread >= arrayLength(&term_places) || term_places[thread] == 0u) { return; }
  let i = term_places[thread] - 1u;
  var constants: array<f32, ${Math.max(1, width)}>;
  for (var k = 0u; k < ${width}u; k++) { constants[k] = term_constants[thread * ${width}u + k]; }
  partials[groups_of(i).x] += term_derivative(parameters[i], constants);`,
  };
}

/** WGSL: whether i is one of a kind of parameter. */
function isOneOf(slots: readonly ParameterSlot[]): string {
  const ranges = slots.map(({ offset, length }) => `(i >= ${offset}u && i < ${offset + length}u)`);
  return ranges.join(' || ') || 'false';
}

/** What the optimizer moves after a batch's mean and variance, which stand where a gradient would (`batch-norm.ts`). */
function movingSlots(shaped: ShapedLayer): ParameterSlot[] {
  return shaped.kind === 'batch-norm' ? [shaped.movingMean, shaped.movingVariance] : [];
}

/** moving ← momentum·moving + (1 − momentum)·the batch's, and nothing else for such a parameter. */
function moveStatistics(layout: Layout): string {
  return layout.layers
    .map(shaped => {
      if (shaped.kind !== 'batch-norm') return '';
      const { momentum } = shaped.layer;
      return `
  if (${isOneOf(movingSlots(shaped))}) {
    parameters[i] = ${momentum} * parameters[i] + ${1 - momentum} * partial_sum(i);
    return;
  }`;
    })
    .join('');
}

/** Gradient g of parameter `thread`, and the batch's mean loss into place `index` of the log; `before` comes before g. */
function gradientBody(layout: Layout, index: string, before: string): string {
  return `
  if (thread == 0u) {
    var sum = 0.0;
    for (var n = 0u; n < batch.count; n++) { sum += losses[n]; }
    loss_log[${index}] = sum / f32(batch.count);
  }
  let i = thread;
  if (i >= ${layout.parameterCount}u) { return; }
  ${before}
  let g = partial_sum(i);`;
}

/** The gradient alone, for looking at. */
export function gradientKernel(layout: Layout, sections: Sections): KernelSource {
  const moving = layout.layers.some(({ kind }) => kind === 'batch-norm')
    ? `if (${isOneOf(layout.layers.flatMap(movingSlots))}) { gradient[i] = 0.0; return; }`
    : '';
  return {
    name: 'gradient',
    buffers: [reads('partials'), reads('losses'), writes('gradient'), writes('loss_log')],
    batch: batchStruct(sections),
    usesStep: false,
    declarations: partialSum(sections),
    workgroupSize: 64,
    body: `${gradientBody(layout, '0', moving)}
  gradient[i] = g;`,
  };
}

/**
 * m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², θ ← θ − η·m̂/(√v̂ + ε) − η·decay·θ. `step` brings η, 1 − β₁ᵗ, 1 − β₂ᵗ and
 * η·decay. Kernels alone are decayed.
 */
export function adamKernel(layout: Layout, sections: Sections): KernelSource {
  return {
    name: 'adam',
    buffers: [
      reads('partials'),
      reads('losses'),
      writes('parameters'),
      writes('first_moment'),
      writes('second_moment'),
      writes('loss_log'),
    ],
    batch: batchStruct(sections),
    usesStep: true,
    declarations: partialSum(sections),
    workgroupSize: 64,
    body: `${gradientBody(layout, 'step.index', moveStatistics(layout))}
  let m = ${ADAM.beta1} * first_moment[i] + ${1 - ADAM.beta1} * g;
  let v = ${ADAM.beta2} * second_moment[i] + ${1 - ADAM.beta2} * g * g;
  first_moment[i] = m;
  second_moment[i] = v;
  let theta = parameters[i];
  let decay = select(step.decay, 0.0, ${isOneOf(layout.slots.filter(({ role }) => role !== 'kernel'))});
  let change = (m / step.correction1) / (sqrt(v / step.correction2) + ${ADAM.epsilon});
  parameters[i] = theta - step.rate * change - decay * theta;`,
  };
}
