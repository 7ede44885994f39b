/** A licence beside what it was made from: the signed difference with gain, and the distance in four measures. */
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { l2, lInfinity, psnr, ssim } from '../../core/image-metrics';
import type { StoredLicence } from '../../store/saved-model';
import { outputName } from '../../ui/confidence-scale';
import { DifferencePicture } from '../../ui/DifferencePicture';
import { DigitImage } from '../../ui/DigitImage';
import { DifferenceLegend, SignedDifference } from '../../ui/SignedDifference';
import { Slider } from '../../ui/Slider';
import styles from './Comparison.module.css';
import { unitPixels } from './board-cells';

const EDGE = 28;

export function Comparison({ licence }: { readonly licence: StoredLicence }) {
  const t = useTranslations('licences.comparison');
  const digit = String(licence.originalLabel);
  const [gain, setGain] = useState(4);
  const measures = useMemo(() => {
    const original = unitPixels(licence.original);
    const changed = unitPixels(licence.pixels);
    return [
      { name: 'L₂', value: l2(original, changed).toFixed(2) },
      { name: 'L∞', value: lInfinity(original, changed).toFixed(2) },
      { name: 'PSNR', value: `${psnr(original, changed).toFixed(1)} dB` },
      { name: 'SSIM', value: ssim(original, changed, EDGE, EDGE).toFixed(2) },
    ];
  }, [licence]);

  const names = {
    original: t('original', { digit }),
    licence: t('licenceLabel'),
    difference: t('difference', { gain: String(gain) }),
  };

  return (
    <>
      <div className={styles.images}>
        <DigitImage
          pixels={licence.original}
          alt={t('originalAlt', { digit })}
          size="100%"
          label={names.original}
        />
        <DigitImage pixels={licence.pixels} alt={t('licence')} size="100%" label={names.licence} />
        <SignedDifference
          original={licence.original}
          changed={licence.pixels}
          gain={gain}
          size="100%"
          label={names.difference}
        />
      </div>
      <div className={styles.gain}>
        <Slider
          label={t('gain')}
          value={gain}
          min={1}
          max={16}
          onChange={setGain}
          format={value => `×${value}`}
        />
        <DifferenceLegend />
      </div>
      <div className={styles.measured}>
        <dl className={styles.measures}>
          {measures.map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <span data-minor>
          <DifferencePicture
            title={t('picture', { name: outputName(licence) })}
            sentence={measures.map(({ name, value }) => `${name} ${value}`).join('   ')}
            names={[names.original, names.licence, names.difference]}
            original={licence.original}
            changed={licence.pixels}
            gain={gain}
          />
        </span>
      </div>
    </>
  );
}
