/**
 * Wide residual networks (Zagoruyko & Komodakis 2016): a stem, three groups of pre-activation blocks, pooling, one dense
 * layer. WRN-10-4 on 32 × 32 × 3 is the paper's second system (section 3.1).
 */
import type { BatchNormLayer, ImageShape, Layer, Network } from '../engine/network';

export interface WideResNetOptions {
  /** 6·n + 4: n blocks in each group. */
  readonly depth: number;
  /** k: the groups have 16·k, 32·k and 64·k channels. */
  readonly width: number;
  readonly input: ImageShape;
  readonly classes: number;
}

export const WRN_10_4: WideResNetOptions = {
  depth: 10,
  width: 4,
  input: { height: 32, width: 32, channels: 3 },
  classes: 10,
};

function normalized(name: string): BatchNormLayer {
  return { kind: 'batch-norm', name, momentum: 0.9, epsilon: 1e-5, activation: 'relu' };
}

/** relu(norm) → 3 × 3 → relu(norm) → 3 × 3, plus its input, which a 1 × 1 convolution projects where the shape changes. */
function block(name: string, before: string, filters: number, stride: 1 | 2, project: boolean): Layer[] {
  const shortcut = project ? `${name}/shortcut` : before;
  return [
    normalized(`${name}/norm1`),
    { kind: 'convolution', name: `${name}/conv1`, size: 3, stride, filters },
    normalized(`${name}/norm2`),
    { kind: 'convolution', name: `${name}/conv2`, size: 3, stride: 1, filters },
    ...(project
      ? [{ kind: 'convolution', name: shortcut, from: `${name}/norm1`, size: 1, stride, filters } as const]
      : []),
    { kind: 'sum', name, of: [`${name}/conv2`, shortcut] },
  ];
}

export function wideResNet({ depth, width, input, classes }: WideResNetOptions): Network {
  const layers: Layer[] = [{ kind: 'convolution', name: 'stem', size: 3, stride: 1, filters: 16 }];
  let channels = 16;
  for (const group of [1, 2, 3]) {
    for (let n = 1; n <= (depth - 4) / 6; n++) {
      const filters = 8 * width * 2 ** group;
      const stride = group > 1 && n === 1 ? 2 : 1;
      const before = layers.at(-1)!.name;
      layers.push(...block(`group${group}-${n}`, before, filters, stride, channels !== filters));
      channels = filters;
    }
  }
  layers.push(
    normalized('norm'),
    { kind: 'global-average-pool', name: 'average' },
    { kind: 'dense', name: 'logits', units: classes, activation: 'linear' },
  );
  return { input, layers };
}
