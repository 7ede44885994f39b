/** One question: how it is put, its run on the model in use, and its answer. */
import { useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { useLocale, useTranslations } from 'use-intl';
import { WHAT_IFS } from '../../experiments/what-if-questions';
import type { WhatIfId } from '../../experiments/what-if-questions';
import { modelName } from '../../store/shelf';
import { currentModel, digitsOnTheWay } from '../../store/state';
import { useStore } from '../../store/store';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { DigitsProgress } from '../../ui/DigitsProgress';
import { KeepFocus } from '../../ui/KeepFocus';
import { Progress } from '../../ui/Progress';
import { SegmentedControl } from '../../ui/SegmentedControl';
import { sub } from '../../ui/subscripts';
import { settingWords } from './figure-words';
import styles from './WhatIfCard.module.css';
import { WhatIfResult } from './WhatIfResult';

export function WhatIfCard({ id }: { readonly id: WhatIfId }) {
  const t = useTranslations('how');
  const locale = useLocale();
  const { answer, running, lesson, waiting, progress, model, ask, cancel, cancelLesson } = useStore(
    useShallow(state => ({
      answer: state.whatIfAnswers[id],
      running: state.whatIfRunning,
      lesson: state.lessonWaiting === id,
      waiting: state.lessonWaiting === id || (state.whatIfRunning === id && state.datasetState === 'loading'),
      progress: state.whatIfProgress,
      model: currentModel(state),
      ask: state.askWhatIf,
      cancel: state.cancelWhatIf,
      cancelLesson: state.cancelLesson,
    })),
  );
  const digits = useStore(useShallow(digitsOnTheWay));
  const { settings, initial } = WHAT_IFS[id];
  const [setting, setSetting] = useState(answer?.setting ?? initial);

  return (
    <Card title={t(`whatIf.${id}.question`)} section={id === 'pruned' ? '3.5' : '2.2'}>
      <p className={styles.about}>{t.rich(`whatIf.${id}.about`, { sub })}</p>
      <div className={styles.controls}>
        {settings.length > 1 && (
          <SegmentedControl
            label={t(`whatIf.${id}.setting`)}
            showLabel
            value={String(setting)}
            segments={settings.map(value => ({
              value: String(value),
              label: settingWords(id, value, locale),
            }))}
            onChange={value => setSetting(Number(value))}
            disabled={waiting || running !== null}
          />
        )}
        <KeepFocus>
          {waiting || running === id ? (
            <div className={styles.progress}>
              {waiting ? (
                <DigitsProgress {...digits} onCancel={lesson ? cancelLesson : cancel} />
              ) : (
                <Progress
                  label={t('whatIf.running')}
                  value={progress?.fraction ?? null}
                  secondsLeft={progress?.secondsLeft ?? null}
                  onCancel={cancel}
                />
              )}
            </div>
          ) : (
            <Button
              variant="primary"
              disabled={!model || running !== null}
              onClick={() => void ask(id, setting)}
            >
              {answer ? t('whatIf.again') : t('whatIf.try')}
            </Button>
          )}
        </KeepFocus>
      </div>
      {answer ? (
        <WhatIfResult answer={answer} />
      ) : (
        <p className={styles.about}>
          {model ? t('whatIf.notYet', { model: modelName(model) }) : t('whatIf.noModel')}
        </p>
      )}
    </Card>
  );
}
