/** What an owner does with his key (section 2.5): keep it, prove with it, read another's, and train the unmarked twin that shows what the mark cost. */
import { useTranslations } from 'use-intl';
import { useShallow } from 'zustand/react/shallow';
import { currentModel } from '../../store/state';
import { useStore } from '../../store/store';
import { twinOf, wasStoppedEarly } from '../../store/twin';
import { Button } from '../../ui/Button';
import { DownloadButton } from '../../ui/DownloadButton';
import { FileButton } from '../../ui/FileButton';
import styles from './ShelfCard.module.css';
import { verifySuspect } from './verify-suspect';

export interface KeyActionsProps {
  /** A run is under way: what is shown is its, not the model's in use. */
  readonly active: boolean;
  /** Whether a mark is shown. */
  readonly marked: boolean;
}

export function KeyActions({ active, marked }: KeyActionsProps) {
  const t = useTranslations('train.component');
  const { model, twin, ready, dataset, settings } = useStore(
    useShallow(state => ({
      model: currentModel(state),
      twin: twinOf(state.models, currentModel(state)),
      ready: state.datasetState === 'ready',
      dataset: state.dataset?.name,
      settings: state.trainingSettings,
    })),
  );
  const { exportKey, importKey, setTraining, start } = useStore(
    useShallow(state => ({
      exportKey: state.exportOwnerKey,
      importKey: state.importOwnerKey,
      setTraining: state.setTraining,
      start: state.startTraining,
    })),
  );

  const readKey = (file: File) => importKey(file);
  const trainTwin = () => {
    setTraining({ watermark: 'none', from: 'scratch', config: model?.config ?? settings.config });
    void start();
  };

  /** A twin of as many steps on the same digits can be trained. */
  const twinnable = model && !wasStoppedEarly(model) && (!dataset || (model.dataset ?? dataset) === dataset);

  return (
    <div className={styles.actions}>
      <DownloadButton
        name="owner-key.json"
        mime="application/json"
        size="small"
        disabled={!model?.key || active}
        title={t('keyTitle')}
        content={exportKey}
      >
        {t('key')}
      </DownloadButton>
      <FileButton
        accept=".json,.bin"
        multiple
        size="small"
        disabled={active}
        onFiles={files => void verifySuspect(files, t('loadedUnverified'))}
      >
        {t('verify')}
      </FileButton>
      <FileButton
        accept=".json,application/json"
        size="small"
        disabled={active || !model}
        onFiles={files => {
          const [file] = files;
          if (file) void readKey(file);
        }}
      >
        {t('read')}
      </FileButton>
      {marked && !active && twinnable && !twin && (
        <Button size="small" disabled={!ready} onClick={trainTwin} title={t('twinTitle')}>
          {t('twin')}
        </Button>
      )}
    </div>
  );
}
