/** The board with what makes licences: all, the missing ones, by which method; progress while they are made (section 2.3). */
import type { FingerprintProgress } from '../../jobs/protocol';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { Pill } from '../../ui/Pill';
import { Progress } from '../../ui/Progress';
import { SegmentedControl } from '../../ui/SegmentedControl';
import { Board } from './Board';
import styles from './BoardCard.module.css';
import { passes } from './board-cells';
import type { Cell, Output } from './board-cells';

export type Method = 'three-phase' | 'literal';

export interface BoardCardProps {
  readonly rows: readonly (readonly Cell[])[];
  readonly epsilon: number;
  readonly selected: Output | null;
  readonly onSelect: (output: Output) => void;
  readonly method: Method;
  readonly onMethod: (method: Method) => void;
  readonly generating: boolean;
  readonly progress: FingerprintProgress | null;
  readonly requestCount: number;
  readonly onGenerate: (outputs: readonly Output[]) => void;
  readonly onCancel: () => void;
}

const METHODS = [
  { value: 'three-phase', label: 'three phases' },
  { value: 'literal', label: 'Eq. (1)–(3) as printed' },
] as const;

const METHOD_WORDS: Record<Method, string> = {
  'three-phase': 'Reach by a soft target, settle on the paper’s terms, polish on the 8-bit lattice.',
  literal: 'An experiment: counts how many the printed equations reach, and issues none.',
};

/** The searches' phases, by the names the job reports. */
const PHASE_WORDS: Readonly<Record<string, string>> = {
  reach: 'reaching for the confidence',
  settle: 'settling near the original',
  polish: 'polishing on 8 bits',
  search: 'searching',
};

export function BoardCard({
  rows,
  epsilon,
  selected,
  onSelect,
  method,
  onMethod,
  generating,
  progress,
  requestCount,
  onGenerate,
  onCancel,
}: BoardCardProps) {
  const cells = rows.flat();
  const made = cells.filter(cell => cell.licence !== null);
  const good = made.filter(cell => cell.licence && passes(cell.licence, epsilon));
  // One that was issued and whose image lies elsewhere is not missing: making it anew would lock its holder out.
  const missing = cells.filter(cell => cell.licence === null && cell.entry === null);
  const literal = method === 'literal';
  return (
    <Card
      anchor="board"
      title="Licences"
      section="2.3"
      note={`one for every class t and confidence c: ${rows[0]?.length ?? 0} × ${rows.length} = ${cells.length}`}
      aside={
        <>
          <Pill
            tone={made.length > 0 && good.length === made.length ? 'in' : 'soft'}
            title="Measured on the 8-bit pixels"
          >
            {good.length} / {cells.length} pass as PNG · ε {epsilon}
          </Pill>
          {!literal && (
            <Button disabled={generating || missing.length === 0} onClick={() => onGenerate(missing)}>
              Generate missing
            </Button>
          )}
          <Button variant="primary" disabled={generating} onClick={() => onGenerate(cells)}>
            {literal ? `Try all ${cells.length}` : 'Generate all'}
          </Button>
        </>
      }
    >
      {generating ? (
        <Progress
          label={`${requestCount} ${requestCount === 1 ? 'search' : 'searches'}`}
          value={progress?.fraction ?? 0}
          detail={progress ? (PHASE_WORDS[progress.phase] ?? progress.phase) : 'starting'}
          secondsLeft={progress?.secondsLeft ?? null}
          onCancel={onCancel}
        />
      ) : (
        <div className={styles.method}>
          <SegmentedControl label="Method" value={method} segments={METHODS} onChange={onMethod} />
          <span className={styles.words}>{METHOD_WORDS[method]}</span>
        </div>
      )}
      <Board rows={rows} epsilon={epsilon} selected={selected} onSelect={onSelect} />
    </Card>
  );
}
