/** The board as a PNG file. */
import { useTranslations } from 'use-intl';
import { markText } from '../../ui/confidence-scale';
import { PictureButton } from '../../ui/PictureButton';
import { boardPng } from './board-image';
import { passingCount } from './board-cells';
import type { Cell } from './board-cells';
import { cellWords } from './cell-words';

export interface BoardPictureProps {
  /** Not empty. */
  readonly rows: readonly (readonly Cell[])[];
  readonly epsilon: number;
}

export function BoardPicture({ rows, epsilon }: BoardPictureProps) {
  const t = useTranslations('licences.board');
  const ofCell = useTranslations('licences.cell');
  const title = t('picture');
  const cells = rows.flat();
  const count = String(cells.length);
  const image = () => ({
    title,
    sentence: `${t('note', {
      classes: String(rows[0]?.length ?? 0),
      confidences: String(rows.length),
      count,
    })} · ${t('passing', { good: String(passingCount(cells, epsilon)), count, epsilon: String(epsilon) })}`,
    row: t('confidence'),
    column: t('class'),
    classes: (rows[0] ?? []).map(cell => String(cell.class)),
    rows: rows.map(row => ({
      name: markText(row[0]?.confidence ?? 0),
      places: row.map(cell => {
        const { first, second, bad } = cellWords(cell, epsilon, ofCell);
        return { pixels: cell.licence?.pixels ?? null, words: [first, second] as const, bad };
      }),
    })),
  });
  return <PictureButton size="small" title={title} draw={place => boardPng(place, image())} />;
}
