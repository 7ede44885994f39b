/**
 * Web Locks on the rows where trainings are kept: a tab holds its row's for as long as its run lasts, so that others see that it does.
 * Pages that are not secure contexts have none.
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
