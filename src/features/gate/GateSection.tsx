/** The gate (sections 2.2 and 2.4): an image at the left, the model's answer in the middle, the verdict at the right. */
import { useCallback, useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { useShallow } from 'zustand/react/shallow';
import { ruleFor } from '../../store/gate-slice';
import { modelName } from '../../store/shelf';
import { currentModel } from '../../store/state';
import { useStore } from '../../store/store';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { LockIcon } from '../../ui/icons';
import { SectionLink } from '../../ui/SectionLink';
import { AnswersCard } from './AnswersCard';
import { GateCard } from './GateCard';
import styles from './GateSection.module.css';
import { ImageTray } from './ImageTray';
import { cleanItem, licenceItems } from './tray';
import { VerdictCard } from './VerdictCard';

export default function GateSection() {
  const t = useTranslations('gate');
  const model = useStore(currentModel);
  const restored = useStore(state => state.restored);
  const training = useStore(state => state.trainingStatus === 'running');
  const gate = useStore(
    useShallow(state => ({
      rule: state.rule,
      bundledUnread: state.bundledUnread,
      submission: state.submission,
      checking: state.checking,
      access: state.access,
      answers: state.answers,
      answersFrom: state.answersFrom,
      fetching: state.datasetState === 'loading',
      cleanDigit: state.cleanDigit,
      usage: state.usage,
      usageRunning: state.usageRunning,
      dataset: state.dataset?.name ?? null,
    })),
  );
  const actions = useStore(
    useShallow(state => ({
      setRule: state.setRule,
      submitFiles: state.submitFiles,
      tellNothingDropped: state.tellNothingDropped,
      submitPixels: state.submitPixels,
      leaveGate: state.leaveGate,
      drawCleanDigit: state.drawCleanDigit,
      refreshAnswers: state.refreshAnswers,
      runUsage: state.runUsage,
      cancelUsage: state.cancelUsage,
      needDigits: state.needDigits,
      bringBackBundled: state.bringBackBundled,
    })),
  );

  const licences = useMemo(() => (model ? licenceItems(model, t) : []), [model, t]);
  const clean = useMemo(() => gate.cleanDigit && cleanItem(gate.cleanDigit, t), [gate.cleanDigit, t]);
  const items = clean ? [...licences, clean] : licences;
  const chosen = items.find(item => item.pixels === gate.submission?.pixels)?.id ?? null;

  const { submitFiles } = actions;
  const onFiles = useCallback((files: readonly File[]) => void submitFiles(files), [submitFiles]);
  const onItem = (id: string) => {
    const item = items.find(candidate => candidate.id === id);
    if (item) void actions.submitPixels(item.pixels, item.submitted);
  };

  if (!model) {
    if (!restored) return <EmptyState title={t('restoring')} />;
    return (
      <EmptyState
        icon={<LockIcon size={28} />}
        title={t(training ? 'noModel.training' : 'noModel.none')}
        action={
          <>
            <Button
              variant="primary"
              onClick={() => {
                // The button goes when the model is there: the keyboard goes on where the gate begins.
                document.getElementById('main')?.focus();
                void actions.bringBackBundled();
              }}
            >
              {t('noModel.bringBack')}
            </Button>
            <SectionLink section="train">{t(training ? 'noModel.watch' : 'noModel.go')}</SectionLink>
          </>
        }
      >
        {t('noModel.words')}
      </EmptyState>
    );
  }

  const { submission } = gate;
  const tone = submission ? (submission.verdict.authorized ? 'in' : 'out') : 'ink';
  return (
    <div className={styles.gate}>
      <ImageTray
        licences={licences}
        licenceCount={model.licences.length}
        clean={clean}
        chosen={chosen}
        tone={tone}
        onItem={onItem}
        onAnotherDigit={() => void actions.drawCleanDigit()}
        onDrawing={pixels => void actions.submitPixels(pixels, t('tray.drawing'))}
        onFiles={onFiles}
      />
      <GateCard
        submission={submission}
        checking={gate.checking}
        access={gate.access}
        registry={model.registry}
        modelName={modelName(model)}
        example={gate.answers[0] ?? null}
        rule={gate.rule}
        judgedBy={ruleFor(gate, model)}
        onRule={actions.setRule}
        onFiles={onFiles}
        onNothing={actions.tellNothingDropped}
        onItem={onItem}
      />
      {/* On a phone the gate's workings lie below: a finger brings what it drags to the verdict. */}
      <div className={styles.verdict} data-gate>
        <VerdictCard
          submission={submission}
          checking={gate.checking}
          registry={model.registry}
          onLeave={actions.leaveGate}
        />
      </div>
      <div className={styles.answers} data-tour="answers">
        <AnswersCard
          access={gate.access}
          answers={gate.answers}
          answersFrom={gate.answersFrom}
          fetching={gate.fetching}
          onFetch={() => void actions.needDigits()}
          usage={gate.usage}
          usageRunning={gate.usageRunning}
          dataset={gate.dataset}
          onAgain={() => void actions.refreshAnswers()}
          onRun={() => void actions.runUsage()}
          onCancel={actions.cancelUsage}
        />
      </div>
    </div>
  );
}
