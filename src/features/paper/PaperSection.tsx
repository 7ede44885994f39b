/**
 * The paper, reproduced (section 3): each experiment as it was recorded with the page and as it comes out here, the paper's
 * figures beside both.
 */
import { useEffect, useRef } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { useStore } from '../../store/store';
import { showBelow } from '../../ui/show-below';
import { ExperimentCard } from './ExperimentCard';
import { ExperimentList } from './ExperimentList';
import styles from './PaperSection.module.css';
import { RunCard } from './RunCard';

export default function PaperSection() {
  const { seed, preset, dataset, engine, file, open, chosen, choose } = useStore(
    useShallow(state => ({
      seed: state.seed,
      preset: state.experimentPreset,
      dataset: state.dataset,
      engine: state.engine,
      file: state.resultsFile,
      open: state.openExperiments,
      chosen: state.chosenExperiment,
      choose: state.chooseExperiment,
    })),
  );
  const result = useRef<HTMLDivElement>(null);
  useEffect(() => {
    void open();
  }, [open, seed, preset, dataset, engine]);

  return (
    <div className={styles.paper}>
      <div className={styles.side}>
        <RunCard />
        <ExperimentList
          chosen={chosen}
          onChoose={id => {
            choose(id);
            showBelow(result.current);
          }}
        />
      </div>
      <div ref={result} className={styles.result}>
        <ExperimentCard key={`${chosen} ${file?.name}`} id={chosen} />
      </div>
    </div>
  );
}
