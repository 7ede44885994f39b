/** What the gate and its licences do not withstand (sections 2.2 to 2.4). */
import { useLocale, useTranslations } from 'use-intl';
import type { Results } from '../../experiments/results';
import { countWords, percentWords } from './figure-words';
import { sub } from '../../ui/subscripts';
import { figure, Limit } from './Limit';
import { letIn, worn } from './limits';
import type { Share } from './limits';

interface Props {
  readonly results: Results;
}

function useWords() {
  const t = useTranslations('how');
  const locale = useLocale();
  const count = (value: number) => countWords(value, locale);
  return {
    t,
    count,
    share: (one: Share) => t('limits.share', { count: count(one.count), of: count(one.of) }),
  };
}

export function GateLimits({ results }: Props) {
  const { t, count, share } = useWords();
  const { strangers, figure2, wear } = results.experiments;
  const copied = wear && worn(wear, 'none', 0);
  return (
    <>
      {copied && strangers && (
        <Limit
          title={t('limits.copied.title')}
          results={results}
          experiment="wear"
          on={t('limits.copied.on', { count: count(copied.byVector.of) })}
        >
          {t.rich('limits.copied.text', {
            figure,
            copies: share(copied.byVector),
            revoked: share(letIn(strangers, 'revoked licence', 'output-vector')),
          })}
        </Limit>
      )}
      {figure2 && (
        <Limit
          title={t('limits.bare.title')}
          results={results}
          experiment="figure2"
          on={t('limits.bare.on', { count: count(figure2.images) })}
        >
          {t.rich('limits.bare.text', {
            figure,
            bare: percentWords(figure2.authorized),
            guarded: percentWords(figure2.unauthorized),
          })}
        </Limit>
      )}
      {strangers && (
        <>
          <Limit
            title={t('limits.strangers.title')}
            results={results}
            experiment="strangers"
            on={t('limits.strangers.on', { count: count(letIn(strangers, 'uniform noise', 'paper').of) })}
          >
            {t.rich('limits.strangers.text', {
              figure,
              uniform: share(letIn(strangers, 'uniform noise', 'paper')),
              gaussian: share(letIn(strangers, 'Gaussian noise', 'paper')),
              means: share(letIn(strangers, 'mean of two digits', 'paper')),
              digits: share(letIn(strangers, 'test digit', 'paper')),
              vector: count(
                (['uniform noise', 'Gaussian noise', 'mean of two digits', 'test digit'] as const)
                  .map(kind => letIn(strangers, kind, 'output-vector').count)
                  .reduce((sum, one) => sum + one, 0),
              ),
            })}
          </Limit>
          <Limit
            title={t('limits.forged.title')}
            results={results}
            experiment="strangers"
            on={t('limits.forged.on', { count: count(letIn(strangers, 'forgery', 'paper').of) })}
          >
            {t.rich('limits.forged.text', {
              figure,
              sub,
              paper: share(letIn(strangers, 'forgery', 'paper')),
              vector: share(letIn(strangers, 'forgery', 'output-vector')),
            })}
          </Limit>
        </>
      )}
    </>
  );
}

export function LicenceLimits({ results }: Props) {
  const { t, count, share } = useWords();
  const { wear } = results.experiments;
  const jpeg = wear && worn(wear, 'JPEG, quality', 95);
  const pruned = wear && worn(wear, 'model pruned, share of conv2', 0.1);
  return (
    <>
      {jpeg && (
        <Limit
          title={t('limits.worn.title')}
          results={results}
          experiment="wear"
          on={t('limits.worn.on', { count: count(jpeg.letIn.of) })}
        >
          {t.rich('limits.worn.text', {
            figure,
            letIn: share(jpeg.letIn),
            own: share(jpeg.asOwn),
            vector: share(jpeg.byVector),
          })}
        </Limit>
      )}
      {pruned && (
        <Limit
          title={t('limits.outdated.title')}
          results={results}
          experiment="wear"
          on={t('limits.outdated.on', { count: count(pruned.letIn.of) })}
        >
          {t.rich('limits.outdated.text', {
            figure,
            own: share(pruned.asOwn),
            vector: share(pruned.byVector),
          })}
        </Limit>
      )}
    </>
  );
}
