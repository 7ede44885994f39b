/* Softmax cross-entropy and its gradient by the logits, in float64 inside: ten exponentials an image cost nothing. */
#include "elementary.h"

/*
 * Returns Σ_n −log softmax(logits_n)[labels_n] and writes gradient[n][k] = weight·(p_k − [k = label]). The label's entry
 * is formed as −Σ of the others: p − 1 would cancel once the network is sure.
 */
EXPORT(cross_entropy)
double cross_entropy(const float *logits, int image, int classes, const uint8_t *labels, int count, double weight,
                     float *gradient) {
  double loss = 0;
  for (int n = 0; n < count; n++, logits += image, gradient += image) {
    int label = labels[n];
    float max = logits[0];
    for (int k = 1; k < classes; k++) max = logits[k] > max ? logits[k] : max;
    double sum = 0;
    for (int k = 0; k < classes; k++) sum += exp_negative((double)logits[k] - max);
    loss += log_from_one(sum) + ((double)max - logits[label]);
    double others = 0;
    for (int k = 0; k < classes; k++) {
      double p = exp_negative((double)logits[k] - max) / sum;
      gradient[k] = (float)(weight * p);
      if (k != label) others += p;
    }
    gradient[label] = (float)(-weight * others);
  }
  return loss;
}
