/** The models at hand: which one is in use on every section, and the files they come from and go to. */
import { useTranslations } from 'use-intl';
import { useShallow } from 'zustand/react/shallow';
import { kindOf, modelName, newestFirst, unusedModels } from '../../store/shelf';
import type { SavedModel } from '../../store/saved-model';
import { useStore } from '../../store/store';
import { epochsDone, epochsText, wasStoppedEarly, wasTunedFrom } from '../../store/twin';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { download } from '../../ui/download';
import { FileButton } from '../../ui/FileButton';
import { CrossIcon } from '../../ui/icons';
import { KeepFocus } from '../../ui/KeepFocus';
import { ScrollFrame } from '../../ui/ScrollFrame';
import { SureButton } from '../../ui/SureButton';
import { KeyActions } from './KeyActions';
import type { KeyActionsProps } from './KeyActions';
import styles from './ShelfCard.module.css';

/** From so many models on that nobody uses, all of them can be removed at once. */
const MANY_UNUSED = 3;

export function ShelfCard({ active, marked }: KeyActionsProps) {
  const t = useTranslations('train.shelf');
  const { models, currentId, selectModel, removeModel, exportModel, importModel } = useStore(
    useShallow(state => ({
      models: state.models,
      currentId: state.currentId,
      selectModel: state.selectModel,
      removeModel: state.removeModel,
      exportModel: state.exportModel,
      importModel: state.importModel,
    })),
  );
  const save = (withControlLayer: boolean) => {
    const files = exportModel({ withControlLayer });
    if (!files) return;
    download('model.json', files.modelJson, 'application/json');
    download('weights.bin', files.weights, 'application/octet-stream');
  };
  const { restored, bringBackBundled } = useStore(
    useShallow(state => ({ restored: state.restored, bringBackBundled: state.bringBackBundled })),
  );
  const shelf = newestFirst(models);
  const unused = unusedModels(models, currentId);

  return (
    <Card title={t('title')} minor>
      <KeepFocus>
        {shelf.length === 0 ? (
          <p className={styles.none}>{t(restored ? 'empty' : 'looking')}</p>
        ) : (
          <ScrollFrame label={t('title')} className={styles.frame}>
            <fieldset className={styles.models}>
              <legend className="visually-hidden">{t('legend')}</legend>
              {shelf.map(model => (
                <ShelfRow
                  key={model.id}
                  model={model}
                  chosen={model.id === currentId}
                  onChoose={() => selectModel(model.id)}
                  onRemove={() => removeModel(model.id)}
                />
              ))}
            </fieldset>
          </ScrollFrame>
        )}
        {restored && !shelf.some(model => kindOf(model) === 'bundled') && (
          <Button size="small" variant="quiet" onClick={() => void bringBackBundled()}>
            {t('bringBack')}
          </Button>
        )}
        {unused.length >= MANY_UNUSED && (
          <SureButton
            size="small"
            icon={<CrossIcon size={14} />}
            title={t('removeUnusedTitle')}
            sure={t('removeSure')}
            sureName={t('removeUnusedSure', { models: unused.length })}
            onSure={() => unused.forEach(({ id }) => removeModel(id))}
          >
            {t('removeUnused', { models: unused.length })}
          </SureButton>
        )}
        <div className={styles.files}>
          <div className={styles.actions}>
            <Button size="small" disabled={!currentId} onClick={() => save(false)} title={t('saveTitle')}>
              {t('save')}
            </Button>
            <FileButton accept=".json,.bin" multiple size="small" onFiles={files => void importModel(files)}>
              {t('load')}
            </FileButton>
            <Button size="small" disabled={!currentId} onClick={() => save(true)} title={t('saveWithTitle')}>
              {t('saveWith')}
            </Button>
          </div>
          <KeyActions active={active} marked={marked} />
        </div>
      </KeepFocus>
    </Card>
  );
}

function ShelfRow({
  model,
  chosen,
  onChoose,
  onRemove,
}: {
  model: SavedModel;
  chosen: boolean;
  onChoose: () => void;
  onRemove: () => void;
}) {
  const t = useTranslations('train.shelf');
  const { key, accuracy, dataset, config, trainedOn, licences } = model;
  const tComponent = useTranslations('train.component');
  const name = modelName(model);
  const details = [
    key ? t('digits', { digits: key.digits.length }) : t('unmarked'),
    dataset && t(`dataset.${dataset}`),
    wasTunedFrom(model) && t('tuned'),
    config &&
      t(wasStoppedEarly(model) ? 'epochsOf' : 'epochs', {
        done: epochsText(epochsDone(model) ?? 0),
        epochs: config.epochs,
        seed: String(config.seed),
      }),
    trainedOn?.backend,
    licences.length > 0 && t('licences', { licences: licences.length }),
  ].filter(Boolean);
  return (
    <div className={styles.model}>
      <label className={styles.choice}>
        <input type="radio" name="model-in-use" checked={chosen} onChange={onChoose} />
        <span>{name}</span>
      </label>
      <span className={styles.figure}>
        {accuracy === null ? tComponent('notMeasured') : `${(100 * accuracy).toFixed(2)}%`}
      </span>
      <SureButton
        size="small"
        icon={<CrossIcon size={14} />}
        aria-label={t('removeModel', { name })}
        title={t('removeModel', { name })}
        sure={t('removeSure')}
        sureName={t('removeModelSure', { name })}
        onSure={onRemove}
      />
      <span className={styles.detail}>{details.join(' · ')}</span>
    </div>
  );
}
