/** One (t, c) of the board: its licence and how well it hits; a search under way; or an empty place. */
import { memo } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslations } from 'use-intl';
import { classes } from '../../ui/classes';
import { markText, outputName } from '../../ui/confidence-scale';
import { DigitImage } from '../../ui/DigitImage';
import { PlusIcon } from '../../ui/icons';
import styles from './BoardCell.module.css';
import { distortion, passes, reached } from './board-cells';
import type { Cell, Output } from './board-cells';

export interface BoardCellProps {
  readonly cell: Cell;
  readonly epsilon: number;
  readonly selected: boolean;
  /** Of the whole board one cell is a stop for the Tab key. */
  readonly inTabOrder: boolean;
  readonly onSelect: (output: Output) => void;
  readonly onWalk: (event: KeyboardEvent) => void;
}

interface Words {
  readonly first: string;
  readonly second: string;
  readonly spoken: string;
  readonly bad: boolean;
}

function useWords(cell: Cell, epsilon: number): Words {
  const t = useTranslations('licences.cell');
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

export const BoardCell = memo(function BoardCell({
  cell,
  epsilon,
  selected,
  inTabOrder,
  onSelect,
  onWalk,
}: BoardCellProps) {
  const { licence, live } = cell;
  const words = useWords(cell, epsilon);
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
