/** What is given up for a model where the disk is full: what can be made again, cells of experiments first, then trainings. */
import { isQuota, TRAINING_ROWS } from './database';
import type { Database, TrainingRowName } from './database';
import { ifUnheld } from './row-lock';
import type { StorageTrouble } from './storage-trouble';

/** What was given up; null where there was nothing. */
type GiveUp = (db: Database) => Promise<StorageTrouble | null>;

const giveUpCells: GiveUp = async db => {
  if ((await db.count('cells')) === 0) return null;
  await db.clear('cells');
  return 'gave-up-cells';
};

/** A run that another tab has under way, or this one, is never given up. */
function giveUpTraining(row: TrainingRowName): GiveUp {
  return async db => {
    let given: StorageTrouble | null = null;
    await ifUnheld(row, async () => {
      // One that can't be read stays, and keeps nothing else from giving way.
      if (!(await db.get('visit', row).catch(() => null))) return;
      await db.delete('visit', row);
      given = 'gave-up-training';
    });
    return given;
  };
}

/** Gives up one thing after another until `again` has room, and tells of each. null: there is none even so. */
export async function makeRoom<T>(
  db: Database,
  again: () => Promise<T>,
  tell: (given: StorageTrouble) => void,
): Promise<T | null> {
  for (const giveUp of [giveUpCells, ...TRAINING_ROWS.map(row => giveUpTraining(row))]) {
    const given = await giveUp(db);
    if (!given) continue;
    tell(given);
    try {
      return await again();
    } catch (error) {
      if (!isQuota(error)) throw error;
    }
  }
  return null;
}
