/**
 * Web Locks on what only one tab may do at a time: a tab holds its training's row for as long as the run lasts, and a model while it
 * fine-tunes it, so that others see that it does. Pages that are not secure contexts have none.
 */

export function rowLocks(): LockManager | undefined {
  // Not in the type that it may be missing.
  return navigator.locks as LockManager | undefined;
}

export function lockName(row: string): string {
  return `activeguard ${row}`;
}

/** Does `work` where no tab holds the row, this one included; nothing where one does, and where that can't be known. */
export async function ifUnheld(row: string, work: () => Promise<unknown>): Promise<void> {
  await rowLocks()?.request(lockName(row), { ifAvailable: true }, async lock => {
    if (lock) await work();
  });
}

/** Does `work`, holding the lock all the while; false, and nothing done, where another tab holds it. Without Web Locks it is done. */
export async function ifFree(what: string, work: () => Promise<unknown>): Promise<boolean> {
  const locks = rowLocks();
  if (!locks) {
    await work();
    return true;
  }
  return locks.request(lockName(what), { ifAvailable: true }, async lock => {
    if (lock) await work();
    return lock !== null;
  });
}
