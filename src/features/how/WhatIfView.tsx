/** What a class asks next: the questions at the left, the chosen one put to the model in use at the right. */
import { useRef } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { useTranslations } from 'use-intl';
import { WHAT_IF_IDS } from '../../experiments/what-if-questions';
import type { WhatIfId } from '../../experiments/what-if-questions';
import { useStore } from '../../store/store';
import { Card } from '../../ui/Card';
import { classes } from '../../ui/classes';
import { showBelow } from '../../ui/show-below';
import { Lessons } from './Lessons';
import { WhatIfCard } from './WhatIfCard';
import styles from './WhatIfView.module.css';

export function WhatIfView() {
  const t = useTranslations('how');
  const { chosen, choose } = useStore(
    useShallow(state => ({ chosen: state.chosenWhatIf, choose: state.chooseWhatIf })),
  );
  const result = useRef<HTMLDivElement>(null);
  return (
    <div className={styles.whatIf}>
      <div className={styles.side}>
        <Card title={t('whatIf.questions')}>
          <ul className={styles.list}>
            {WHAT_IF_IDS.map(id => (
              <Question
                key={id}
                id={id}
                chosen={id === chosen}
                onChoose={wanted => {
                  choose(wanted);
                  showBelow(result.current);
                }}
              />
            ))}
          </ul>
        </Card>
        <Lessons />
      </div>
      <div ref={result} className={styles.result}>
        <WhatIfCard key={chosen} id={chosen} />
      </div>
    </div>
  );
}

function Question({
  id,
  chosen,
  onChoose,
}: {
  readonly id: WhatIfId;
  readonly chosen: boolean;
  readonly onChoose: (id: WhatIfId) => void;
}) {
  const t = useTranslations('how');
  const answer = useStore(state => state.whatIfAnswers[id]);
  return (
    <li>
      <button
        type="button"
        className={classes(styles.entry, chosen && styles.chosen)}
        aria-current={chosen ? 'true' : undefined}
        onClick={() => onChoose(id)}
      >
        <span>{t(`whatIf.${id}.question`)}</span>
        {answer && (
          <span
            className={styles.state}
            title={t('whatIf.listed', {
              paper: String(answer.letIn.paper),
              trials: String(answer.trials.length),
            })}
          >
            {answer.letIn.paper}/{answer.trials.length}
          </span>
        )}
      </button>
    </li>
  );
}
