/**
 * The last pass of a step: each parameter's partial sums become its gradient, a term adds its derivative, and AdamW moves the
 * parameter. Compare `../reference/adam.ts`. Sums run in one fixed order, so that two runs agree bit for bit.
 */
import { ADAM, type ParameterTerm } from '../engine';
import type { Layout, ParameterSlot, ShapedLayer } from '../network';
import { reads, writes, type KernelSource } from './kernel';
import { batchStruct, type Section } from './sections';

/** What of a term is compiled; its indices and constants are data. */
export type TermCode = Pick<ParameterTerm, 'wgsl' | 'constantsPerIndex'>;

/** Thread i sums the groups of parameter i; `f32` text of the generated function `partial_sum(i)`. */
function partialSum(sections: readonly (Section | null)[]): string {
  const branches = sections.map(section => {
    if (!section) return '';
    const { offset, length, groups, start } = section;
    return `
  if (i < ${offset + length}u) {
    let first = ${start} + i - ${offset}u;
    var sum = 0.0;
    for (var group = 0u; group < ${groups}; group++) { sum += partials[first + group * ${length}u]; }
    return sum;
  }`;
  });
  return `fn partial_sum(i: u32) -> f32 {${branches.join('')}
  return 0.0;
}`;
}

function termDerivative(term: TermCode | null): string {
  if (!term) return '';
  const width = term.constantsPerIndex;
  return `${term.wgsl}
fn term_at(row: u32, weight: f32) -> f32 {
  var constants: array<f32, ${Math.max(1, width)}>;
  for (var k = 0u; k < ${width}u; k++) { constants[k] = term_constants[row * ${width}u + k]; }
  return term_derivative(weight, constants);
}`;
}

/** The term's rows by parameter: 0 for none, else its row + 1. */
export function termRows(layout: Layout, term: ParameterTerm): Uint32Array {
  const rows = new Uint32Array(layout.parameterCount);
  term.indices.forEach((index, row) => (rows[index] = row + 1));
  return rows;
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

const TERM_BUFFERS = [reads('term_rows', 'u32'), reads('term_constants')];

/** Gradient g of parameter `thread`, and the batch's mean loss into place `index` of the log; `before` comes before g. */
function gradientBody(layout: Layout, term: TermCode | null, index: string, before: string): string {
  return `
  if (thread == 0u) {
    var sum = 0.0;
    for (var n = 0u; n < batch.count; n++) { sum += losses[n]; }
    loss_log[${index}] = sum / f32(batch.count);
  }
  let i = thread;
  if (i >= ${layout.parameterCount}u) { return; }
  ${before}
  var g = partial_sum(i);
  ${term ? 'if (term_rows[i] > 0u) { g += term_at(term_rows[i] - 1u, parameters[i]); }' : ''}`;
}

/** The gradient alone, for looking at. */
export function gradientKernel(
  layout: Layout,
  sections: readonly (Section | null)[],
  term: TermCode | null,
): KernelSource {
  const moving = layout.layers.some(({ kind }) => kind === 'batch-norm')
    ? `if (${isOneOf(layout.layers.flatMap(movingSlots))}) { gradient[i] = 0.0; return; }`
    : '';
  return {
    name: 'gradient',
    buffers: [
      reads('partials'),
      reads('losses'),
      ...(term ? [reads('parameters'), ...TERM_BUFFERS] : []),
      writes('gradient'),
      writes('loss_log'),
    ],
    batch: batchStruct(sections),
    usesStep: false,
    declarations: partialSum(sections) + termDerivative(term),
    workgroupSize: 64,
    body: `${gradientBody(layout, term, '0', moving)}
  gradient[i] = g;`,
  };
}

/**
 * m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², θ ← θ − η·m̂/(√v̂ + ε) − η·decay·θ. `step` brings η, 1 − β₁ᵗ, 1 − β₂ᵗ and
 * η·decay. Kernels alone are decayed.
 */
export function adamKernel(
  layout: Layout,
  sections: readonly (Section | null)[],
  term: TermCode | null,
): KernelSource {
  return {
    name: 'adam',
    buffers: [
      reads('partials'),
      reads('losses'),
      ...(term ? TERM_BUFFERS : []),
      writes('parameters'),
      writes('first_moment'),
      writes('second_moment'),
      writes('loss_log'),
    ],
    batch: batchStruct(sections),
    usesStep: true,
    declarations: partialSum(sections) + termDerivative(term),
    workgroupSize: 64,
    body: `${gradientBody(layout, term, 'step.index', moveStatistics(layout))}
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
