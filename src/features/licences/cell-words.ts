/** What is said of one (t, c) of the board, below its image and to those who can't see it. */
import type { useTranslations } from 'use-intl';
import { markText } from '../../ui/confidence-scale';
import { passes, reached } from '../../method/fingerprint/reached';
import { distortion } from './board-cells';
import type { Cell } from './board-cells';

export interface CellWords {
  /** The confidence that is reached, and the distortion or why it would not be let in. */
  readonly first: string;
  readonly second: string;
  readonly spoken: string;
  readonly bad: boolean;
}

export function cellWords(
  cell: Cell,
  epsilon: number,
  t: ReturnType<typeof useTranslations<'licences.cell'>>,
): CellWords {
  const { licence, entry, live } = cell;
  const user = String(cell.user);
  const place = t('place', { class: String(cell.class), confidence: markText(cell.confidence) });
  if (live) {
    const first = live.confidence.toFixed(4);
    const second = `L₂ ${live.distortion.toFixed(1)}`;
    return { first, second, spoken: t('searching', { place }), bad: false };
  }
  if (!licence) {
    return entry
      ? {
          first: t('user', { user }),
          second: t('noImage'),
          spoken: t('elsewhere', { place, user }),
          bad: false,
        }
      : { first: '', second: '', spoken: t('empty', { place }), bad: false };
  }
  const first = reached(licence).toFixed(4);
  const moved = distortion(licence).toFixed(1);
  const standing =
    entry?.revokedAt !== undefined ? 'revoked' : passes(licence, epsilon) ? 'passes' : 'misses';
  const good = standing === 'passes';
  return {
    first,
    second: good ? `L₂ ${moved}` : t(standing),
    spoken: t('issued', { user, place, reached: first, distortion: moved, standing: t(standing) }),
    bad: !good,
  };
}
