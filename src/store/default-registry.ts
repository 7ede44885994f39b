/** The registry that a model starts with: the paper's C_fp and ε (section 3.1). */
import { createRegistry } from '../method/registry/registry';
import type { Registry } from '../method/registry/registry';

export function defaultRegistry(): Registry {
  return createRegistry({ classes: 10, confidences: [0.2, 0.3, 0.4], epsilon: 0.01 });
}
