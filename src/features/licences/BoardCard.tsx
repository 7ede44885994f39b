/** The board with what makes licences: the missing ones, else all anew, by which method; progress while they are made (section 2.3). */
import { useRef } from 'react';
import { useTranslations } from 'use-intl';
import { useShallow } from 'zustand/react/shallow';
import type { FingerprintProgress } from '../../jobs/protocol';
import { digitsOnTheWay } from '../../store/state';
import { useStore } from '../../store/store';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { DigitsProgress } from '../../ui/DigitsProgress';
import { KeepFocus } from '../../ui/KeepFocus';
import { Pill } from '../../ui/Pill';
import { Progress } from '../../ui/Progress';
import { SegmentedControl } from '../../ui/SegmentedControl';
import { Board } from './Board';
import { isMissing, isRenewable, passingCount } from './board-cells';
import type { Cell, Output } from './board-cells';
import { phaseKey } from './phases';

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
  /** Whose search it is when it is not this board's. */
  readonly otherModel: string | null;
  readonly onGenerate: (cells: readonly Cell[]) => void;
  readonly onCancel: () => void;
}

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
  otherModel,
  onGenerate,
  onCancel,
}: BoardCardProps) {
  const t = useTranslations('licences.board');
  const fetching = useStore(state => state.datasetState !== 'ready');
  const digits = useStore(useShallow(digitsOnTheWay));
  const makeButton = useRef<HTMLButtonElement>(null);
  const cells = rows.flat();
  const made = cells.filter(cell => cell.licence !== null);
  const good = passingCount(cells, epsilon);
  const missing = cells.filter(isMissing);
  const literal = method === 'literal';
  const complete = !literal && missing.length === 0;
  const wanted = literal ? cells : complete ? cells.filter(isRenewable) : missing;
  const words = () => {
    if (literal) return t('tryAll', { count: String(cells.length) });
    if (complete) return t('allAnew');
    return missing.length < cells.length ? t('generateMissing') : t('generateAll');
  };
  return (
    <Card
      anchor="board"
      title={t('title')}
      section="2.3"
      note={t('note', {
        classes: String(rows[0]?.length ?? 0),
        confidences: String(rows.length),
        count: String(cells.length),
      })}
      aside={
        <>
          {!generating && (
            <span data-minor title={t(literal ? 'methods.literalWords' : 'methods.threePhaseWords')}>
              <SegmentedControl
                label={t('method')}
                value={method}
                segments={[
                  { value: 'three-phase', label: t('methods.threePhase') },
                  { value: 'literal', label: t('methods.literal') },
                ]}
                onChange={onMethod}
              />
            </span>
          )}
          <Pill tone={made.length > 0 && good === made.length ? 'in' : 'soft'} title={t('passingTitle')}>
            {t('passing', {
              good: String(good),
              count: String(cells.length),
              epsilon: String(epsilon),
            })}
          </Pill>
          <Button
            ref={makeButton}
            variant={complete ? 'secondary' : 'primary'}
            unavailable={generating || wanted.length === 0}
            {...(complete && {
              'aria-haspopup': 'dialog',
              title: t(wanted.length > 0 ? 'complete' : 'allRevoked', { count: String(cells.length) }),
            })}
            onClick={() => onGenerate(wanted)}
          >
            {words()}
          </Button>
        </>
      }
    >
      <KeepFocus next={makeButton}>
        {generating && fetching && <DigitsProgress {...digits} onCancel={onCancel} />}
        {generating && !fetching && (
          <Progress
            label={
              otherModel === null
                ? t('searches', { count: requestCount })
                : t('searchesElsewhere', { count: requestCount, model: otherModel })
            }
            value={progress?.fraction ?? 0}
            detail={progress ? t(`phase.${phaseKey(progress.phase)}`) : t('starting')}
            secondsLeft={progress?.secondsLeft ?? null}
            onCancel={onCancel}
          />
        )}
      </KeepFocus>
      <Board rows={rows} epsilon={epsilon} selected={selected} onSelect={onSelect} />
    </Card>
  );
}
