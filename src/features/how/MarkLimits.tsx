/** What the watermark does not withstand: section 3.5 and the attacks beyond it. */
import { useTranslations } from 'use-intl';
import type { Results } from '../../experiments/results';
import { sayWords } from '../../texts/say';
import { percentWords, smallWords } from './figure-words';
import { sub } from '../../ui/subscripts';
import { figure, Limit } from './Limit';
import { firstFailure, pruningEnd, removalExtremes, tuningEnds } from './limits';

export function MarkLimits({ results }: { readonly results: Results }) {
  const t = useTranslations('how');
  const { table3, table4, forgery } = results.experiments;
  const gentle = table3 && tuningEnds(table3).at(0);
  const harsh = table3 && tuningEnds(table3).at(-1);
  const wm1 = table4 && pruningEnd(table4, 'wm1');
  const wm2 = table4 && pruningEnd(table4, 'wm2');
  return (
    <>
      {table3 && gentle && harsh && (
        <Limit
          title={t('limits.tuned.title')}
          results={results}
          experiment="table3"
          on={t('limits.tuned.on', { digits: String(table3.digits) })}
        >
          {t.rich('limits.tuned.text', {
            figure,
            sub,
            gentleRate: String(gentle.learningRate),
            gentleEpochs: String(gentle.epochs),
            gentleDigits: String(gentle.matching),
            rate: String(harsh.learningRate),
            epochs: harsh.epochs,
            left: String(harsh.matching),
            digits: String(table3.digits),
            accuracy: percentWords(harsh.accuracy),
          })}
        </Limit>
      )}
      {wm1 && wm2 && (
        <Limit
          title={t('limits.pruned.title')}
          results={results}
          experiment="table4"
          on={t('limits.pruned.on', {
            rates: String(table4.rows.filter(row => row.watermark === 'wm1').length),
          })}
        >
          {t.rich('limits.pruned.text', {
            figure,
            rate: `${Math.round(100 * wm1.rate)}%`,
            accuracy: percentWords(wm1.accuracy),
            holds: String(wm2.verified),
            rate2: `${Math.round(100 * wm2.rate)}%`,
            accuracy2: percentWords(wm2.accuracy),
          })}
        </Limit>
      )}
      <RemovalLimits results={results} />
      {forgery && (
        <Limit
          title={t('limits.chosen.title')}
          results={results}
          experiment="forgery"
          on={t('limits.chosen.on', { models: String(forgery.models) })}
        >
          {t.rich('limits.chosen.text', {
            figure,
            found: String(forgery.chosenAfterwards),
            digits: String(forgery.watermarks[0]?.digits ?? 0),
            needed: String(forgery.watermarks[0]?.digitsNeeded ?? 0),
          })}
        </Limit>
      )}
    </>
  );
}

function RemovalLimits({ results }: { readonly results: Results }) {
  const t = useTranslations('how');
  const { removal } = results.experiments;
  if (!removal) return null;
  const digits = String(removal.before.digits);
  const retrained = removalExtremes(removal, 'retraining');
  const overwritten = removalExtremes(removal, 'overwriting');
  const distilled = removalExtremes(removal, 'distillation');
  const shuffled = removalExtremes(removal, 'channel shuffling');
  const quantized = firstFailure(removal, 'quantization');
  const shifted = firstFailure(removal, 'weight shifting');
  const shared = { results, experiment: 'removal' as const };
  return (
    <>
      {distilled && (
        <Limit title={t('limits.distilled.title')} on={sayWords(distilled.least.setting)} {...shared}>
          {t.rich('limits.distilled.text', {
            figure,
            left: String(distilled.least.matching),
            digits,
            accuracy: percentWords(distilled.least.accuracy),
          })}
        </Limit>
      )}
      {overwritten && (
        <Limit title={t('limits.overwritten.title')} on={sayWords(overwritten.least.setting)} {...shared}>
          {t.rich('limits.overwritten.text', {
            figure,
            least: String(overwritten.least.matching),
            most: String(overwritten.most.matching),
            digits,
            accuracy: percentWords(overwritten.least.accuracy),
            foreign: String(overwritten.least.foreignVerified === true),
          })}
        </Limit>
      )}
      {retrained && (
        <Limit title={t('limits.retrained.title')} on={sayWords(retrained.least.setting)} {...shared}>
          {t.rich('limits.retrained.text', {
            figure,
            sub,
            least: String(retrained.least.matching),
            most: String(retrained.most.matching),
            digits,
            chance: smallWords(retrained.least.pValue),
            accuracy: percentWords(retrained.least.accuracy),
          })}
        </Limit>
      )}
      {shuffled && (
        <Limit title={t('limits.shuffled.title')} on={t('limits.shuffled.on')} {...shared}>
          {t.rich('limits.shuffled.text', {
            figure,
            least: String(shuffled.least.matching),
            most: String(shuffled.most.matching),
            digits,
            accuracy: percentWords(shuffled.least.accuracy),
          })}
        </Limit>
      )}
      {quantized && shifted && (
        <Limit title={t('limits.rounded.title')} on={t('limits.rounded.on')} {...shared}>
          {t.rich('limits.rounded.text', {
            figure,
            bits: String(Number.parseInt(quantized.setting, 10)),
            bitsLeft: String(quantized.matching),
            bitsAccuracy: percentWords(quantized.accuracy),
            noise: String(Number.parseFloat(shifted.setting)),
            noiseLeft: String(shifted.matching),
            noiseAccuracy: percentWords(shifted.accuracy),
            digits,
          })}
        </Limit>
      )}
    </>
  );
}
