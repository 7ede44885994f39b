/** One licence opened: how it differs from its original, what the model says of it, who holds it (sections 2.3 and 2.4). */
import { argmax } from '../../core/math';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { markText } from '../../ui/confidence-scale';
import { DownloadButton } from '../../ui/DownloadButton';
import { EmptyState } from '../../ui/EmptyState';
import { KeyIcon } from '../../ui/icons';
import { ProbabilityBars } from '../../ui/ProbabilityBars';
import { Comparison } from './Comparison';
import styles from './DetailCard.module.css';
import { Holder } from './Holder';
import { outputName, passes, reached } from './board-cells';
import type { Cell, Output } from './board-cells';

export interface DetailCardProps {
  readonly cell: Cell | null;
  readonly epsilon: number;
  readonly generating: boolean;
  /** The literal method issues nothing, so one licence is always made by the three phases. */
  readonly onGenerate: (outputs: readonly Output[]) => void;
  readonly onRename: (user: number, name: string) => void;
  readonly onRevoke: (user: number) => void;
  readonly onReinstate: (user: number) => void;
  readonly png: (user: number) => Uint8Array | null;
}

export function DetailCard({
  cell,
  epsilon,
  generating,
  onGenerate,
  onRename,
  onRevoke,
  onReinstate,
  png,
}: DetailCardProps) {
  if (!cell) {
    return (
      <Card title="One licence">
        <EmptyState icon={<KeyIcon size={24} />} title="Choose a cell of the board" />
      </Card>
    );
  }
  const { licence, entry, user } = cell;
  const name = outputName(cell);
  const make = (
    <Button disabled={generating} onClick={() => onGenerate([cell])}>
      {licence ? 'Make anew' : 'Generate this one'}
    </Button>
  );
  const probabilities = licence?.probabilities ?? entry?.record;
  return (
    <Card
      title={name}
      note={`user ${user}`}
      aside={
        licence && (
          <DownloadButton
            name={`licence-${cell.class}-${cell.confidence.toFixed(3)}.png`}
            mime="image/png"
            content={() => png(user)}
            aria-label={`Download licence ${name} as PNG`}
          >
            PNG
          </DownloadButton>
        )
      }
    >
      {licence ? (
        <Comparison licence={licence} />
      ) : (
        <EmptyState
          title={entry ? 'Issued, but its image is not here' : `No licence ${name} yet`}
          action={make}
        >
          {entry
            ? 'The registry came from a file: the record is kept below, the image is with its holder.'
            : `An image that the model takes for a ${cell.class} with confidence ${markText(cell.confidence)}, ± ε = ${epsilon}.`}
        </EmptyState>
      )}
      {probabilities && (
        <div>
          <p className={styles.words}>{licence ? 'what the model says of it' : 'its record'}</p>
          <ProbabilityBars
            probabilities={probabilities}
            highlighted={argmax(probabilities)}
            tone={!licence || passes(licence, epsilon) ? 'in' : 'out'}
            height={64}
            caption={`What the model says of licence ${name}`}
            decimals={5}
          />
        </div>
      )}
      {licence && (
        <p className={styles.words}>
          p<sub className={styles.sub}>t</sub> = {reached(licence).toFixed(5)}, |p
          <sub className={styles.sub}>t</sub> − c| ={' '}
          {Math.abs(reached(licence) - licence.confidence).toFixed(5)}{' '}
          {passes(licence, epsilon)
            ? `< ε = ${epsilon}: hardly any natural digit gets such an answer, so the image is a key.`
            : `, not within ε = ${epsilon}: the gate refuses it.`}
        </p>
      )}
      {entry && (
        <Holder
          key={user}
          entry={entry}
          onRename={onRename}
          onRevoke={onRevoke}
          onReinstate={onReinstate}
          make={licence && make}
        />
      )}
    </Card>
  );
}
