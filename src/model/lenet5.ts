/**
 * LeNet-5 (LeCun et al. 1998) as the paper uses it: conv2's kernel is (5, 5, 6, 16) (section 3.1), ReLU and max-pooling, and
 * logits out; softmax stays apart.
 */
import type { Network } from '../engine/network';

export const LENET5: Network = {
  input: { height: 28, width: 28, channels: 1 },
  layers: [
    { kind: 'conv-pool', name: 'conv1', size: 5, filters: 6, padding: 'same' }, // [28, 28, 1] → [14, 14, 6]
    { kind: 'conv-pool', name: 'conv2', size: 5, filters: 16, padding: 'valid' }, // → [5, 5, 16]
    { kind: 'dense', name: 'dense1', units: 120, activation: 'relu' }, // 400 → 120
    { kind: 'dense', name: 'dense2', units: 84, activation: 'relu' },
    { kind: 'dense', name: 'logits', units: 10, activation: 'linear' },
  ],
};
