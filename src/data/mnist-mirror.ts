/** Answers with CORS headers, so that a page of any origin may read it. The page's policy lets it fetch from nowhere else (`scripts/page/seal.ts`). */
export const MNIST_MIRROR = 'https://cdn.jsdelivr.net/gh/fgnt/mnist/';
