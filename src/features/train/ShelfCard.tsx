/** The models at hand: which one is in use on every section, and the files they come from and go to. */
import { useShallow } from 'zustand/react/shallow';
import { useStore } from '../../store/store';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { download } from '../../ui/download';
import { FileButton } from '../../ui/FileButton';
import { Pill } from '../../ui/Pill';
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

  return (
    <Card
      title="Models at hand"
      note="one of each kind is kept in this browser"
      aside={
        <div className={styles.actions}>
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
        </div>
      }
    >
      <ul className={styles.models}>
        {Object.values(models).map(model => (
          <li key={model.id} className={styles.model}>
            <label className={styles.choice}>
              <input
                type="radio"
                name="model"
                checked={model.id === currentId}
                onChange={() => selectModel(model.id)}
              />
              <span>{model.name}</span>
            </label>
            <Pill tone={model.key ? (model.id === 'wm2' || model.id === 'custom' ? 'wm2' : 'wm1') : 'soft'}>
              {model.key ? `${model.key.digits.length} digits` : 'unmarked'}
            </Pill>
            <span className={styles.figure}>
              {model.accuracy === null ? 'not measured' : `${(100 * model.accuracy).toFixed(2)}%`}
              {model.dataset === 'synthetic' && ' on built-in digits'}
            </span>
            <span className={styles.detail}>
              {model.config && `${model.config.epochs} epochs, seed ${model.config.seed}`}
              {model.trainedOn && ` · ${model.trainedOn.backend}`}
              {model.licences.length > 0 && ` · ${model.licences.length} licences`}
            </span>
            <Button
              size="small"
              variant="quiet"
              onClick={() => removeModel(model.id)}
              aria-label={`Remove ${model.name}`}
            >
              Remove
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
