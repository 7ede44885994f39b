/**
 * The search for one licence as it went or goes (C&W’s trade, section 2.3): a way through the plane of distortion and confidence, from the
 * original towards the mark’s band C_fp ± ε.
 */
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { FingerprintProgress } from '../../jobs/protocol';
import type { LicencesSlice } from '../../store/state';
import { Card } from '../../ui/Card';
import { PathChart } from '../../ui/PathChart';
import { markText, outputName } from '../../ui/confidence-scale';
import { reached } from '../../method/fingerprint/reached';
import { distortion } from './board-cells';
import type { Cell } from './board-cells';
import { phaseKey } from './phases';
import styles from './SearchPath.module.css';

export interface SearchPathProps {
  readonly cell: Cell | null;
  readonly confidences: readonly number[];
  readonly epsilon: number;
  /** Null when it was not searched for in this visit's latest run. */
  readonly path: LicencesSlice['generationPaths'][number] | null;
  /** By which that run searched. */
  readonly method: LicencesSlice['generationMethod'];
  /** Of the run under way; null when none is. */
  readonly progress: FingerprintProgress | null;
}

/** More other marks than these would hide what is drawn over them. */
const MOST_MARKS = 12;

export function SearchPath({ cell, confidences, epsilon, path, method, progress }: SearchPathProps) {
  const t = useTranslations('licences.path');
  const steps = useTranslations('licences.path.steps');
  const phases = useTranslations('licences.board.phase');
  const live = cell?.live !== null && progress !== null;
  const licence = cell?.licence ?? null;
  const points = useMemo(() => {
    if (path && path.confidence.length > 0) {
      return path.confidence.flatMap((y, i) => {
        const x = path.distortion[i] ?? NaN;
        return Number.isFinite(x) && Number.isFinite(y) ? [{ x, y }] : [];
      });
    }
    return licence ? [{ x: distortion(licence), y: reached(licence) }] : [];
  }, [path, licence]);

  if (!cell) return <Card title={t('title')}>{null}</Card>;
  const name = outputName(cell);
  const searched = path !== null && points.length > 1;
  // Eq. (1)–(3) as printed issue nothing, nor does a search that is cancelled or misses its mark: where they end no licence is.
  const literal = searched && method === 'literal';
  const inVain = searched && !literal && !live && !path.issued;
  const last = points.length - 1;
  const atLicence = !live && last >= 0 && cell.licence !== null && !literal && !inVain;
  const others = confidences.filter(c => c !== cell.confidence);
  const labels = [
    ...(searched
      ? path.phases
          .filter(({ from }) => from < last)
          .map(({ phase, from }) => ({ index: from, text: steps(phaseKey(phase)) }))
      : []),
    ...(atLicence ? [{ index: last, text: t('end') }] : []),
    ...(live && last >= 0 ? [{ index: last, text: t('now') }] : []),
  ];
  const explanation = () => {
    if (live) return t('under', { phase: phases(phaseKey(progress.phase)) });
    if (inVain) return t('inVain');
    if (searched) return t(literal ? 'literal' : 'done');
    return cell.licence ? t('ends') : t('nothing');
  };
  return (
    <Card title={t('title')} note={t('note', { name })}>
      <PathChart
        title={t('chart', { name })}
        xLabel={t('x')}
        yLabel={t('y', { class: String(cell.class) })}
        stepLabel={t('step')}
        points={points}
        labels={labels}
        live={live}
        bands={[
          ...(others.length <= MOST_MARKS ? others : []).map(at => ({ at, half: epsilon, aim: false })),
          { at: cell.confidence, half: epsilon, aim: true },
        ]}
        words={{
          path: searched ? t('path') : null,
          aim: t('mark', { mark: markText(cell.confidence), epsilon: String(epsilon) }),
          others: others.length > 0 && others.length <= MOST_MARKS ? t('others') : null,
        }}
        height={64}
      />
      <p className={styles.words} data-minor>
        {explanation()}
      </p>
    </Card>
  );
}
