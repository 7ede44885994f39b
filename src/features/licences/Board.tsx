/**
 * The board of licences as a table: confidences down, classes across; on a phone the other way round while that fits. One stop for the
 * keyboard, the arrow keys walk over it. Of a large library (2,000 cells in section 3.1) only the rows in sight are drawn.
 */
import { Fragment, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslations } from 'use-intl';
import { classes } from '../../ui/classes';
import { markText, outputName } from '../../ui/confidence-scale';
import { useMedia } from '../../ui/use-media';
import styles from './Board.module.css';
import { BoardCell } from './BoardCell';
import { sameOutput } from './board-cells';
import type { Cell, Output } from './board-cells';
import { rowsInSight, step } from './board-walk';

/** So many confidences stand side by side on a phone. */
const ACROSS_A_PHONE = 4;

export interface BoardProps {
  readonly rows: readonly (readonly Cell[])[];
  readonly epsilon: number;
  readonly selected: Output | null;
  readonly onSelect: (output: Output) => void;
}

export function Board({ rows: byConfidence, epsilon, selected, onSelect }: BoardProps) {
  const t = useTranslations('licences.board');
  const frame = useRef<HTMLDivElement>(null);
  const turned = useMedia('(max-width: 720px)') && byConfidence.length <= ACROSS_A_PHONE;
  const rows = useMemo(() => (turned ? transposed(byConfidence) : byConfidence), [turned, byConfidence]);
  const confidenceOf = (cell: Cell | undefined) => markText(cell?.confidence ?? 0);
  const classOf = (cell: Cell | undefined) => cell?.class ?? 0;
  const [columnHead, rowHead] = turned ? [confidenceOf, classOf] : [classOf, confidenceOf];
  const [sight, setSight] = useState({ scrolled: 0, shown: 500, row: 92 });
  /** Where the keyboard stands; null: at the selected cell. */
  const [place, setPlace] = useState<{ row: number; column: number } | null>(null);
  const focusDue = useRef(false);
  const columns = rows[0]?.length ?? 0;

  const look = useCallback(() => {
    const element = frame.current;
    if (!element) return;
    const first = element.querySelector('tbody tr[aria-rowindex]');
    const seen = {
      scrolled: element.scrollTop,
      shown: element.clientHeight,
      row: first?.getBoundingClientRect().height ?? 92,
    };
    setSight(before =>
      before.scrolled === seen.scrolled && before.shown === seen.shown && before.row === seen.row
        ? before
        : seen,
    );
  }, []);

  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, [look]);

  const found = selected ? rows.findIndex(row => row.some(cell => sameOutput(cell, selected))) : -1;
  const at = {
    row: Math.min(place?.row ?? Math.max(0, found), rows.length - 1),
    column: Math.min(
      place?.column ??
        Math.max(0, rows[found]?.findIndex(cell => selected && sameOutput(cell, selected)) ?? 0),
      columns - 1,
    ),
  };
  const drawn = rowsInSight(rows.length, sight, at.row);

  // The cell that is walked to may have to be drawn first.
  useLayoutEffect(() => {
    if (!focusDue.current) return;
    focusDue.current = false;
    frame.current?.querySelector<HTMLButtonElement>('button[tabindex="0"]')?.focus();
  });

  const select = useCallback(
    (output: Output) => {
      setPlace(null);
      onSelect(output);
    },
    [onSelect],
  );

  const page = Math.max(1, Math.floor(sight.shown / sight.row) - 1);
  const standing = useRef({ at, extent: { rows: rows.length, columns, page } });
  useLayoutEffect(() => {
    standing.current = { at, extent: { rows: rows.length, columns, page } };
  });
  // The same function for ever: cells are drawn anew only where they change.
  const walk = useCallback((event: KeyboardEvent) => {
    const next = step(event, standing.current.at, standing.current.extent);
    if (!next) return;
    event.preventDefault();
    focusDue.current = true;
    setPlace(next);
  }, []);

  return (
    <div className={classes(styles.frame, turned && styles.whole)} ref={frame} onScroll={look}>
      <table
        className={classes(styles.board, turned && styles.turned)}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns + 1}
      >
        <caption className="visually-hidden">{t('caption')}</caption>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col" className={styles.corner}>
              {turned ? 't \\ c' : 'c \\ t'}
            </th>
            {rows[0]?.map(cell => (
              <th key={outputName(cell)} scope="col" className={classes(turned && styles.confidence)}>
                {columnHead(cell)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {drawn.map((index, n) => (
            <Fragment key={index}>
              <Space height={(index - (drawn[n - 1] ?? -1) - 1) * sight.row} />
              <tr aria-rowindex={index + 2}>
                <th scope="row" className={classes(styles.rowHead, !turned && styles.confidence)}>
                  {rowHead(rows[index]?.[0])}
                </th>
                {rows[index]?.map((cell, column) => (
                  <td key={outputName(cell)}>
                    <BoardCell
                      cell={cell}
                      epsilon={epsilon}
                      selected={selected !== null && sameOutput(cell, selected)}
                      inTabOrder={index === at.row && column === at.column}
                      onSelect={select}
                      onWalk={walk}
                    />
                  </td>
                ))}
              </tr>
            </Fragment>
          ))}
          <Space height={(rows.length - 1 - (drawn.at(-1) ?? -1)) * sight.row} />
        </tbody>
      </table>
    </div>
  );
}

function transposed(rows: readonly (readonly Cell[])[]): Cell[][] {
  return (rows[0] ?? []).map((_, column) => rows.map(row => row[column]!));
}

/** Stands for rows that are out of sight. */
function Space({ height }: { readonly height: number }) {
  return height > 0 ? <tr aria-hidden="true" style={{ height }} /> : null;
}
