/** Makes the workers of the test build fail. */
import type { Page } from '@playwright/test';
import { CHANNEL } from '../scripts/test-build/messages';
import type { Fault, ToHook } from '../scripts/test-build/messages';

type At = Extract<ToHook, { kind: 'fault' }>['at'];

/** Now, or in each of them at its so-manieth piece of a job. */
export async function fault(page: Page, what: Fault, at: At = null): Promise<void> {
  await page.evaluate(([name, message]) => new BroadcastChannel(name).postMessage(message), [
    CHANNEL,
    { kind: 'fault', fault: what, at } satisfies ToHook,
  ] as const);
}
