/** The board of licences as a table: confidences down, classes across. The arrow keys walk over it. */
import { markText } from '../../ui/confidence-scale';
import styles from './Board.module.css';
import { BoardCell } from './BoardCell';
import { sameOutput } from './board-cells';
import type { Cell, Output } from './board-cells';

export interface BoardProps {
  readonly rows: readonly (readonly Cell[])[];
  readonly epsilon: number;
  readonly selected: Output | null;
  readonly onSelect: (output: Output) => void;
}

export function Board({ rows, epsilon, selected, onSelect }: BoardProps) {
  return (
    <div className={styles.frame}>
      <table className={styles.board}>
        <caption className="visually-hidden">Licences by confidence c and class t</caption>
        <thead>
          <tr>
            <th scope="col" className={styles.corner}>
              c \ t
            </th>
            {rows[0]?.map(cell => (
              <th key={cell.class} scope="col">
                {cell.class}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row[0]?.confidence}>
              <th scope="row" className={styles.confidence}>
                {markText(row[0]?.confidence ?? 0)}
              </th>
              {row.map(cell => (
                <td key={cell.class}>
                  <BoardCell
                    cell={cell}
                    epsilon={epsilon}
                    selected={selected !== null && sameOutput(cell, selected)}
                    onSelect={onSelect}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
