/** One (t, c) of the board: its licence and how well it hits; a search under way; or an empty place. */
import { memo } from 'react';
import type { KeyboardEvent } from 'react';
import { classes } from '../../ui/classes';
import { markText } from '../../ui/confidence-scale';
import { DigitImage } from '../../ui/DigitImage';
import { PlusIcon } from '../../ui/icons';
import styles from './BoardCell.module.css';
import { distortion, outputName, passes, reached } from './board-cells';
import type { Cell, Output } from './board-cells';

export interface BoardCellProps {
  readonly cell: Cell;
  readonly epsilon: number;
  readonly selected: boolean;
  readonly onSelect: (output: Output) => void;
}

interface Words {
  readonly first: string;
  readonly second: string;
  readonly spoken: string;
  readonly bad: boolean;
}

function wordsOf(cell: Cell, epsilon: number): Words {
  const { licence, entry, live, user } = cell;
  const place = `class ${cell.class}, confidence ${markText(cell.confidence)}`;
  if (live) {
    const first = live.confidence.toFixed(4);
    const second = `L₂ ${live.distortion.toFixed(1)}`;
    return { first, second, spoken: `${place}, search under way`, bad: false };
  }
  if (!licence) {
    return entry
      ? {
          first: `user ${user}`,
          second: 'no image',
          spoken: `${place}, issued to user ${user}, image not here`,
          bad: false,
        }
      : { first: '', second: '', spoken: `${place}, no licence yet`, bad: false };
  }
  const first = reached(licence).toFixed(4);
  const moved = distortion(licence).toFixed(1);
  const hits = passes(licence, epsilon);
  const standing = entry?.revokedAt !== undefined ? 'revoked' : hits ? 'passes' : 'misses ε';
  return {
    first,
    second: standing === 'passes' ? `L₂ ${moved}` : standing,
    spoken: `user ${user}, ${place}, reached ${first}, L2 ${moved}, ${standing}`,
    bad: standing !== 'passes',
  };
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

/** The arrow keys move the focus to the neighbour in the table. */
function walk(event: KeyboardEvent<HTMLButtonElement>): void {
  const step = STEPS[event.key];
  const place = event.currentTarget.closest('td');
  const row = place?.closest('tr');
  if (!step || !place || !row) return;
  const next = row.closest('table')?.rows[row.rowIndex + step[0]]?.cells[place.cellIndex + step[1]];
  const button = next?.querySelector('button');
  if (!button) return;
  event.preventDefault();
  button.focus();
}

export const BoardCell = memo(function BoardCell({ cell, epsilon, selected, onSelect }: BoardCellProps) {
  const { licence, live } = cell;
  const words = wordsOf(cell, epsilon);
  const onTarget = live !== null && Math.abs(live.confidence - cell.confidence) < epsilon;
  return (
    <button
      type="button"
      className={classes(styles.cell, selected && styles.selected, !licence && !live && styles.missing)}
      aria-pressed={selected}
      aria-label={`${outputName(cell)}: ${words.spoken}`}
      onKeyDown={walk}
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
      <span className={classes(styles.words, styles.soft, words.bad && styles.bad)}>
        {words.second || ' '}
      </span>
    </button>
  );
});
