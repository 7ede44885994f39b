/** The models at hand: which one is in use on every section, and the files they come from and go to. */
import { useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { SavedModel } from '../../store/state';
import { useStore } from '../../store/store';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { download } from '../../ui/download';
import { FileButton } from '../../ui/FileButton';
import { Pill } from '../../ui/Pill';
import { watermarkTone } from '../../store/watermark-tone';
import styles from './ShelfCard.module.css';

export function ShelfCard() {
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
  const shelf = Object.values(models);

  return (
    <Card
      title="Models at hand"
      note="the chosen one is in use on every section; one of each kind is kept in this browser"
      aside={
        <>
          <Button
            size="small"
            disabled={!currentId}
            onClick={() => save(false)}
            title="model.json and weights.bin, as TensorFlow.js reads them"
          >
            Save model
          </Button>
          <Button
            size="small"
            disabled={!currentId}
            onClick={() => save(true)}
            title="The same with the control layer at its end, section 2.2"
          >
            Save with control layer
          </Button>
          <FileButton accept=".json,.bin" multiple size="small" onFiles={files => void importModel(files)}>
            Load model…
          </FileButton>
        </>
      }
    >
      {shelf.length === 0 ? (
        <p className={styles.none}>None yet: train one above, or load model.json and weights.bin.</p>
      ) : (
        <fieldset className={styles.models}>
          <legend className="visually-hidden">Model in use</legend>
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
      )}
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
  /** A removal cannot be taken back, so it is asked for twice. */
  const [sure, setSure] = useState(false);
  const { key, accuracy, dataset, config, trainedOn, licences } = model;
  const details = [
    dataset && (dataset === 'mnist' ? 'on MNIST' : 'on built-in digits'),
    config && `${config.epochs} ${config.epochs === 1 ? 'epoch' : 'epochs'}, seed ${config.seed}`,
    trainedOn?.backend,
    licences.length > 0 && `${licences.length} licences`,
  ].filter(Boolean);
  return (
    <div className={styles.model}>
      <label className={styles.choice}>
        <input type="radio" name="model-in-use" checked={chosen} onChange={onChoose} />
        <span>{model.name}</span>
      </label>
      <span>
        <Pill tone={key ? watermarkTone(key.digits) : 'soft'}>
          {key ? `${key.digits.length} digits` : 'unmarked'}
        </Pill>
      </span>
      <span className={styles.figure}>
        {accuracy === null ? 'not measured' : `${(100 * accuracy).toFixed(2)}%`}
      </span>
      <span className={styles.detail}>{details.join(' · ')}</span>
      <Button
        size="small"
        variant="quiet"
        className={sure ? styles.sure : undefined}
        onClick={() => (sure ? onRemove() : setSure(true))}
        onBlur={() => setSure(false)}
        aria-label={sure ? `Remove ${model.name} for good` : `Remove ${model.name}`}
      >
        {sure ? 'Remove for good' : 'Remove'}
      </Button>
    </div>
  );
}
