/** The link that gives a whole class the same training: the lesson, its seed, and WebAssembly, whose bits are the same everywhere. */
import type { DatasetInfo } from '../../jobs/protocol';
import type { TrainingSettings } from '../../store/training-run';

export function lessonLink(
  { lesson, watermark }: Pick<TrainingSettings, 'lesson' | 'watermark'>,
  seed: number,
  dataset: DatasetInfo['name'] | null,
): string {
  const query = new URLSearchParams({
    section: 'train',
    lesson: lesson ?? 'minute',
    seed: String(seed),
    watermark,
    backend: 'wasm',
    ...(dataset === 'synthetic' ? { dataset } : {}),
  });
  return new URL(`?${query.toString()}`, window.location.href.split(/[?#]/)[0]).href;
}
