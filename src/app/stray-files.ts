/**
 * A file dropped beside everything that takes one. Left to the browser, Firefox and Safari open it in the place of the page, which ends
 * the visit. A section takes what belongs to it wherever it is dropped; of other files it is said where they belong.
 */
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from '../store/store';
import { hasDragPayload } from '../ui/drag-payload';
import { EXPERIMENT_RUNS } from './link-values';
import type { SectionName } from './link-values';

type ShellWords = ReturnType<typeof useTranslations<'shell'>>;

export type FileKind = 'image' | 'model' | 'key' | 'registry' | 'results';

const SECTION_OF: Readonly<Record<FileKind, SectionName>> = {
  image: 'gate',
  model: 'train',
  key: 'train',
  registry: 'licences',
  results: 'paper',
};

/** Of more files than these the rest is not named. */
const NAMED = 3;

/** By the names that the page gives its own files, also with the number that a browser puts behind a second one; the first that fits. */
const NAMES: readonly (readonly [RegExp, FileKind])[] = [
  [/\.png$/i, 'image'],
  [/\.bin$|^model\b.*\.json$/i, 'model'],
  [/key.*\.json$/i, 'key'],
  [/registry.*\.json$/i, 'registry'],
  [new RegExp(`^(results|quick|paper|${EXPERIMENT_RUNS.join('|')})\\b.*\\.json$`, 'i'), 'results'],
];

/** What a file is by its name, for whoever drops it on `section`; null for what no section takes. */
export function kindOf(name: string, section: SectionName): FileKind | null {
  const known = NAMES.find(([pattern]) => pattern.test(name))?.[1];
  if (known || !/\.json$/i.test(name)) return known ?? null;
  // A section with one kind of JSON takes any: who reads it says what is wrong with it.
  if (section === 'licences') return 'registry';
  return section === 'paper' ? 'results' : null;
}

/** false: a model that was refused. */
async function take(kind: FileKind, files: readonly File[]): Promise<boolean> {
  const { submitFiles, importModel, importOwnerKey, importRegistry, openResultsFile } = useStore.getState();
  const first = files[0]!;
  if (kind === 'image') await submitFiles(files);
  else if (kind === 'model') return (await importModel(files)) !== null;
  else if (kind === 'key') await importOwnerKey(first);
  else if (kind === 'registry') await importRegistry(first);
  else await openResultsFile(first);
  return true;
}

/** Gives `files`, dropped on `section`, to it, or says in `t`'s language where they belong. */
export async function bringFiles(files: readonly File[], section: SectionName, t: ShellWords): Promise<void> {
  const title = (name: SectionName) => t(`section.${name}.title`);
  if (files.length === 0) useStore.getState().tellNothingDropped();
  let modelTaken = true;
  // A key that comes with its model is read after it, and is no other model's.
  for (const kind of ['image', 'model', 'key', 'registry', 'results', null] as const) {
    const found = files.filter(({ name }) => kindOf(name, section) === kind);
    if (found.length === 0) continue;
    const names = found.slice(0, NAMED).map(({ name }) => name);
    const values = {
      files: [...names, ...(found.length > NAMED ? ['…'] : [])].join(', '),
      count: found.length,
    };
    if (kind === 'key' && !modelTaken) useStore.getState().notify('warning', t('stray.keyLeft', values));
    else if (kind !== null && SECTION_OF[kind] === section) modelTaken = await take(kind, found);
    else {
      const text =
        kind === null
          ? t('stray.unknown', {
              ...values,
              gate: title('gate'),
              train: title('train'),
              licences: title('licences'),
              paper: title('paper'),
            })
          : t('stray.elsewhere', { ...values, kind, section: title(SECTION_OF[kind]) });
      useStore.getState().notify('info', text);
    }
  }
}

/** Keeps every file dropped on the page from the browser; what no drop zone took goes to `section`. */
export function useStrayFiles(section: SectionName): void {
  const t = useTranslations('shell');
  useEffect(() => {
    const over = (event: DragEvent) => {
      const { dataTransfer } = event;
      if (event.defaultPrevented || !dataTransfer) return;
      // The page's own images are for drop zones alone.
      if (hasDragPayload(dataTransfer)) dataTransfer.dropEffect = 'none';
      else if (!dataTransfer.types.includes('Files')) return;
      event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      const { dataTransfer } = event;
      if (event.defaultPrevented || !dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      if (!hasDragPayload(dataTransfer)) void bringFiles([...dataTransfer.files], section, t);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('drop', drop);
    };
  }, [section, t]);
}
