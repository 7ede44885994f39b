/** One licence opened: how it differs from its original, what the model says of it, who holds it (sections 2.3 and 2.4). */
import { useId, useLayoutEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { argmax } from '../../core/math';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { markText, outputName } from '../../ui/confidence-scale';
import { DownloadButton } from '../../ui/DownloadButton';
import { EmptyState } from '../../ui/EmptyState';
import { KeyIcon } from '../../ui/icons';
import { ProbabilitiesPicture } from '../../ui/ProbabilitiesPicture';
import { ProbabilityBars } from '../../ui/ProbabilityBars';
import { Comparison } from './Comparison';
import styles from './DetailCard.module.css';
import { Holder } from './Holder';
import { passes, reached } from '../../method/fingerprint/reached';
import { isMissing } from './board-cells';
import type { Cell } from './board-cells';

export interface DetailCardProps {
  readonly cell: Cell | null;
  readonly epsilon: number;
  readonly generating: boolean;
  /** The literal method issues nothing, so one licence is always made by the three phases. */
  readonly onGenerate: (cells: readonly Cell[]) => void;
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
  const t = useTranslations('licences.detail');
  const whyNot = useId();
  const makeButton = useRef<HTMLButtonElement>(null);
  /** The user whose first licence was asked for here. */
  const askedFor = useRef<number | null>(null);
  const shown = cell?.user ?? null;
  const made = cell !== null && cell.licence !== null;
  // Once there is a licence, the button stands below it: the focus goes there too.
  useLayoutEffect(() => {
    if (!made || askedFor.current !== shown) return;
    askedFor.current = null;
    if (document.activeElement === document.body) makeButton.current?.focus({ preventScroll: true });
  }, [made, shown]);
  if (!cell) {
    return (
      <Card title={t('none')}>
        <EmptyState icon={<KeyIcon size={24} />} title={t('choose')} />
      </Card>
    );
  }
  const { licence, entry, user } = cell;
  const name = outputName(cell);
  const missing = isMissing(cell);
  const revoked = entry?.revokedAt !== undefined;
  const make = (
    <Button
      ref={makeButton}
      unavailable={generating || revoked}
      aria-haspopup={missing ? undefined : 'dialog'}
      aria-describedby={revoked ? whyNot : undefined}
      onClick={() => {
        askedFor.current = licence ? null : user;
        onGenerate([cell]);
      }}
    >
      {missing ? t('generate') : t('again')}
    </Button>
  );
  const probabilities = licence?.probabilities ?? entry?.record;
  const tone = !licence || passes(licence, epsilon) ? 'in' : 'out';
  return (
    <Card
      title={name}
      note={t('user', { user: String(user) })}
      aside={
        licence && (
          <DownloadButton
            name={`licence-${cell.class}-${cell.confidence.toFixed(3)}.png`}
            mime="image/png"
            content={() => png(user)}
            aria-label={t('download', { name })}
          >
            PNG
          </DownloadButton>
        )
      }
    >
      {licence ? (
        <Comparison licence={licence} />
      ) : (
        <EmptyState title={entry ? t('elsewhere') : t('missing', { name })} action={make}>
          {entry
            ? t('elsewhereText')
            : t('missingText', {
                class: String(cell.class),
                confidence: markText(cell.confidence),
                epsilon: String(epsilon),
              })}
        </EmptyState>
      )}
      {probabilities && (
        <div>
          <div className={styles.head}>
            <p className={styles.words}>{licence ? t('says') : t('record')}</p>
            <span data-minor>
              <ProbabilitiesPicture
                title={t('caption', { name })}
                probabilities={probabilities}
                tone={tone}
                decimals={5}
              />
            </span>
          </div>
          <ProbabilityBars
            probabilities={probabilities}
            highlighted={argmax(probabilities)}
            tone={tone}
            height="4rem"
            caption={t('caption', { name })}
            decimals={5}
          />
        </div>
      )}
      {licence && (
        <p className={styles.words} data-minor>
          {t.rich(passes(licence, epsilon) ? 'passes' : 'misses', {
            reached: reached(licence).toFixed(5),
            error: Math.abs(reached(licence) - licence.confidence).toFixed(5),
            epsilon: String(epsilon),
            sub: words => <sub className={styles.sub}>{words}</sub>,
          })}
        </p>
      )}
      {entry && (
        <Holder
          key={user}
          entry={entry}
          madeOn={licence?.madeOn?.backend ?? null}
          onRename={onRename}
          onRevoke={onRevoke}
          onReinstate={onReinstate}
          make={licence && make}
          whyNot={whyNot}
        />
      )}
    </Card>
  );
}
