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

/** WGSL: what of `batch` says where the partial sums lie, loaded once by a thread that sums many. */
function placesOf(sections: Sections): string {
  const present = sections.filter(section => section !== null);
  return present
    .map(({ groups, start }, k) => `let start${k} = ${start}; let groups${k} = ${groups};`)
    .join('\n');
}

/**
 * WGSL (vec3u), after `placesOf`: where parameter i's first partial sum lies, how far apart they are and how many there are.
 * Chosen without branches: software adapters run every branch, whoever takes it.
 */
function groupsOf(sections: Sections): string {
  const present = sections.filter(section => section !== null);
  const last = present.length - 1;
  const words = present.map(
    ({ offset, length }, k) => `vec3u(start${k} + i - ${offset}u, ${length}u, groups${k})`,
  );
  return words.reduceRight((rest, one, k) =>
    k === last ? one : `select(${rest}, ${one}, i < ${present[k]!.offset + present[k]!.length}u)`,
  );
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
    declarations: term.wgsl,
    workgroupSize: 32,
    body: `
  if (thread >= arrayLength(&term_places) || term_places[thread] == 0u) { return; }
  let i = term_places[thread] - 1u;
  var constants: array<f32, ${Math.max(1, width)}>;
  for (var k = 0u; k < ${width}u; k++) { constants[k] = term_constants[thread * ${width}u + k]; }
  ${placesOf(sections)}
  let place = ${groupsOf(sections)};
  partials[place.x] += term_derivative(parameters[i], constants);`,
  };
}

/** WGSL: whether i is one of a kind of parameter; in unsigned numbers, what lies before wraps round. */
function isOneOf(slots: readonly ParameterSlot[]): string {
  const ranges = slots.map(({ offset, length }) => `((i - ${offset}u) < ${length}u)`);
  return ranges.join(' | ') || 'false';
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
    parameters[i] = ${momentum} * parameters[i] + ${1 - momentum} * g;
    continue;
  }`;
    })
    .join('');
}

/** Threads of `gradientKernel` and `adamKernel`. @param each parameters of one thread, far apart so that neighbours stay neighbours. */
export function parameterThreads({ parameterCount }: Layout, each: number): number {
  return Math.ceil(parameterCount / each);
}

/** For each parameter i of a thread its gradient g, then `text`; the batch's mean loss goes into place `index` of the log. */
function overParameters(
  layout: Layout,
  sections: Sections,
  each: number,
  index: string,
  text: string,
): string {
  const threads = parameterThreads(layout, each);
  return `
  if (thread == 0u) {
    var sum = 0.0;
    for (var n = 0u; n < batch.count; n++) { sum += losses[n]; }
    loss_log[${index}] = sum / f32(batch.count);
  }
  if (thread >= ${threads}u) { return; }
  ${placesOf(sections)}
  for (var i = thread; i < ${layout.parameterCount}u; i += ${threads}u) {
    let place = ${groupsOf(sections)};
    var g = partials[place.x];
    for (var group = 1u; group < place.z; group++) { g += partials[place.x + group * place.y]; }
${text}
  }`;
}

/** The gradient alone, for looking at. */
export function gradientKernel(layout: Layout, sections: Sections): KernelSource {
  const moving = isOneOf(layout.layers.flatMap(movingSlots));
  return {
    name: 'gradient',
    buffers: [reads('partials'), reads('losses'), writes('gradient'), writes('loss_log')],
    batch: batchStruct(sections),
    usesStep: false,
    declarations: '',
    workgroupSize: 64,
    body: overParameters(layout, sections, 1, '0', `gradient[i] = select(g, 0.0, ${moving});`),
  };
}

/**
 * m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², θ ← θ − η·m̂/(√v̂ + ε) − η·decay·θ. `step` brings η, 1 − β₁ᵗ, 1 − β₂ᵗ and
 * η·decay. Kernels alone are decayed. @param each parameters of one thread.
 */
export function adamKernel(layout: Layout, sections: Sections, each: number): KernelSource {
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
    declarations: '',
    workgroupSize: 64,
    body: overParameters(
      layout,
      sections,
      each,
      'step.index',
      `${moveStatistics(layout)}
    let m = ${ADAM.beta1} * first_moment[i] + ${1 - ADAM.beta1} * g;
    let v = ${ADAM.beta2} * second_moment[i] + ${1 - ADAM.beta2} * g * g;
    first_moment[i] = m;
    second_moment[i] = v;
    let theta = parameters[i];
    let decay = select(step.decay, 0.0, ${isOneOf(layout.slots.filter(({ role }) => role !== 'kernel'))});
    let change = (m / step.correction1) / (sqrt(v / step.correction2) + ${ADAM.epsilon});
    parameters[i] = theta - step.rate * change - decay * theta;`,
    ),
  };
}
