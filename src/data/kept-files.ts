/**
 * Files of a dataset kept in this browser (Cache API), so that a second visit fetches nothing. Whoever reads one checks it as if it came
 * from the network; where the browser keeps nothing, all goes on without.
 */

const CACHE = 'activeguard-dataset-1';

/** Not there in a page without a secure origin, nor outside browsers. */
function open(): Promise<Cache> | null {
  return typeof caches === 'undefined' ? null : caches.open(CACHE);
}

/** The bytes kept for `url`, or null. */
export async function readKept(url: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const response = await (await open())?.match(url);
    return response ? new Uint8Array(await response.arrayBuffer()) : null;
  } catch {
    return null;
  }
}

/** Whether bytes are kept for `url`, without reading them. */
export async function isKept(url: string): Promise<boolean> {
  try {
    return (await (await open())?.match(url)) !== undefined;
  } catch {
    return false;
  }
}

/** Keeps `bytes` for `url`; null forgets them. */
export async function keep(url: string, bytes: Uint8Array<ArrayBuffer> | null): Promise<void> {
  try {
    const cache = await open();
    if (bytes) await cache?.put(url, new Response(bytes));
    else await cache?.delete(url);
  } catch {
    // A full or forbidden storage: the next visit fetches again.
  }
}
