/** Whether an earlier visit kept MNIST, so that loading it fetches nothing. */
import { isKept } from './kept-files';
import { MNIST_FILES } from './mnist';
import { MNIST_MIRROR } from './mnist-mirror';

/** @param baseUrl the page's own address, ending in a slash. */
export async function isMnistKept(baseUrl: string): Promise<boolean> {
  for (const folder of [`${baseUrl}data/mnist/`, MNIST_MIRROR]) {
    const kept = await Promise.all(
      Object.values(MNIST_FILES).map(({ name }) => isKept(`${folder}${name}.gz`)),
    );
    if (kept.every(Boolean)) return true;
  }
  return false;
}
