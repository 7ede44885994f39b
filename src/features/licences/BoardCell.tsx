/** One (t, c) of the board: its licence and how well it hits; a search under way; or an empty place. */
import { memo } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslations } from 'use-intl';
import { classes } from '../../ui/classes';
import { outputName } from '../../ui/confidence-scale';
import { DigitImage } from '../../ui/DigitImage';
import { PlusIcon } from '../../ui/icons';
import styles from './BoardCell.module.css';
import type { Cell, Output } from './board-cells';
import { cellWords } from './cell-words';

export interface BoardCellProps {
  readonly cell: Cell;
  readonly epsilon: number;
  readonly selected: boolean;
  /** Of the whole board one cell is a stop for the Tab key. */
  readonly inTabOrder: boolean;
  readonly onSelect: (output: Output) => void;
  readonly onWalk: (event: KeyboardEvent) => void;
}

export const BoardCell = memo(function BoardCell({
  cell,
  epsilon,
  selected,
  inTabOrder,
  onSelect,
  onWalk,
}: BoardCellProps) {
  const { licence, live } = cell;
  const words = cellWords(cell, epsilon, useTranslations('licences.cell'));
  const onTarget = live !== null && Math.abs(live.confidence - cell.confidence) < epsilon;
  return (
    <button
      type="button"
      className={classes(styles.cell, selected && styles.selected, !licence && !live && styles.missing)}
      aria-pressed={selected}
      aria-label={`${outputName(cell)}: ${words.spoken}`}
      onKeyDown={onWalk}
      tabIndex={inTabOrder ? 0 : -1}
      onClick={() => onSelect({ class: cell.class, confidence: cell.confidence })}
    >
      <span className={classes(styles.picture, words.bad && styles.faded)}>
        {licence ? (
          <DigitImage pixels={licence.pixels} alt="" size="100%" />
        ) : (
          !live && <PlusIcon size={14} />
        )}
        {live && (
          <span className={styles.search}>
            <span
              className={classes(styles.level, onTarget && styles.onTarget)}
              style={{ height: `${100 * Math.min(1, live.confidence || 0)}%` }}
            />
            <span className={styles.target} style={{ bottom: `${100 * cell.confidence}%` }} />
          </span>
        )}
      </span>
      <span className={styles.words}>{words.first || ' '}</span>
      <span
        className={classes(styles.words, styles.soft, words.bad && styles.bad)}
        data-minor={words.bad ? undefined : true}
      >
        {words.second || ' '}
      </span>
    </button>
  );
});
