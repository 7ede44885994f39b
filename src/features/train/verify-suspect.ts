/** Section 2.5's proof: a suspected model's files, read with the key of the model in use. */
import { useStore } from '../../store/store';

/**
 * Loads the model in `files`; when there was a key, reads the new model with it and says what stands there. Without a key, or with
 * files that are refused, a notice says so; `unverified` are its words where there is no key.
 */
export async function verifySuspect(files: readonly File[], unverified: string): Promise<void> {
  const before = useStore.getState();
  const key = before.exportOwnerKey();
  if ((await before.importModel(files)) === null) return; // refused; the store has said why
  const { importOwnerKey, notify } = useStore.getState();
  if (key !== null) await importOwnerKey(key);
  else notify('info', unverified);
}
