/**
 * The service worker that makes the page open without a network, and new versions of the page. A new version is fetched in the
 * background and then waits: it takes over when the visitor says so, or by itself once no tab shows the page any more.
 */
import { registerSW } from 'virtual:pwa-register';

/** What came of taking the new version: the page reloads, or so many other tabs still work with the old one. */
export type Taken = { readonly reloads: true } | { readonly reloads: false; readonly otherTabs: number };

/** Every open tab holds this lock, shared: whoever asks who holds it has counted the tabs. */
const TAB_LOCK = `activeguard.tab ${new URL('.', document.baseURI).pathname}`;

function countThisTab(): void {
  // Held until the tab is closed.
  const forever = new Promise<void>(() => undefined);
  navigator.locks?.request(TAB_LOCK, { mode: 'shared' }, () => forever).catch(() => undefined);
}

/** 0 too where a browser cannot tell. */
async function otherTabs(): Promise<number> {
  const held = (await navigator.locks?.query())?.held ?? [];
  return Math.max(0, held.filter(lock => lock.name === TAB_LOCK).length - 1);
}

/**
 * Installs the service worker, once a visit, where the browser has them.
 * @param onOffer a new version waits. Takes the function that takes it.
 */
export function watchForUpdates(onOffer: (take: () => Promise<Taken>) => void): void {
  countThisTab();
  const activate = registerSW({
    onNeedRefresh: () => onOffer(take),
    // The plugin would reload every tab that meets the new version; only the visitor's own press does.
    onNeedReload: () => undefined,
  });

  async function take(): Promise<Taken> {
    // The old version's files go with it, and other tabs may still need some of them.
    const others = await otherTabs();
    if (others > 0) return { reloads: false, otherTabs: others };
    navigator.serviceWorker.addEventListener('controllerchange', () => window.location.reload(), {
      once: true,
    });
    await activate();
    return { reloads: true };
  }
}
