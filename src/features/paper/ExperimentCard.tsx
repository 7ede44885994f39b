/** One experiment: its tables from the recorded run or from here, whether both agree bit for bit, and the files of it. */
import { useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { experimentOf } from '../../experiments/all';
import type { ExperimentId } from '../../experiments/all';
import type { Table as ExperimentTable, TableValue } from '../../experiments/experiment';
import { formatValue, picturesOf, tablesOf, toCsv, toMarkdown } from '../../experiments/report';
import { resultsToJson } from '../../experiments/results';
import { useStore } from '../../store/store';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { DownloadButton } from '../../ui/DownloadButton';
import { useDurationText } from '../../ui/duration';
import { SegmentedControl } from '../../ui/SegmentedControl';
import { Table } from '../../ui/Table';
import { Agreement } from './Agreement';
import styles from './ExperimentCard.module.css';
import { Provenance } from './Provenance';
import { ResultPicture } from './ResultPicture';
import { only } from './only';

type Source = 'recorded' | 'own';

export function ExperimentCard({ id }: { readonly id: ExperimentId }) {
  const durationText = useDurationText();
  const { own, recorded, workers, cells, running, ready, run } = useStore(
    useShallow(state => ({
      own: state.ownRun,
      recorded: state.recordedRuns[state.experimentPreset],
      workers: state.engine?.backend === 'wasm' ? state.workers.most : 1,
      cells: state.experimentCells[id],
      running: state.experimentsRunning,
      ready: state.datasetState === 'ready' && state.engineState === 'ready',
      run: state.runExperiments,
    })),
  );
  const experiment = experimentOf(id);
  const theirs = recorded?.experiments[id] ? recorded : null;
  const ours = own?.experiments[id] ? own : null;
  const [wanted, setWanted] = useState<Source>('own');
  const source: Source = wanted === 'own' ? (ours ? 'own' : 'recorded') : theirs ? 'recorded' : 'own';
  const shown = source === 'own' ? ours : theirs;

  return (
    <Card
      anchor="experiment"
      title={experiment.title}
      note={experiment.section === 'ours' ? 'beyond the paper' : experiment.section}
      aside={
        <>
          {ours && theirs && (
            <SegmentedControl
              label="Which run"
              value={source}
              segments={[
                { value: 'recorded', label: 'recorded' },
                { value: 'own', label: 'here' },
              ]}
              onChange={setWanted}
            />
          )}
          {!ours && cells && (
            <span className={styles.time}>{`about ${durationText(cells.secondsLeft / workers)}`}</span>
          )}
          {!ours && (
            <Button disabled={!ready || running !== null} onClick={() => void run([id])}>
              {theirs ? 'Run it here and compare' : 'Run it here'}
            </Button>
          )}
        </>
      }
    >
      <p className={styles.about}>{experiment.about}</p>
      {ours && theirs && <Agreement ours={only(ours, id)} theirs={only(theirs, id)} />}
      {shown ? (
        <>
          {picturesOf(shown, id).map(picture => (
            <ResultPicture key={picture.title} picture={picture} />
          ))}
          {tablesOf(shown, id).map(table => (
            <ResultTable key={table.title} table={table} />
          ))}
          <Provenance results={shown} id={id} recorded={source === 'recorded'} />
          <div className={styles.files}>
            {tablesOf(shown, id).map((table, index, all) => (
              <DownloadButton
                key={table.title}
                size="small"
                name={all.length === 1 ? `${id}.csv` : `${id}-${index + 1}.csv`}
                mime="text/csv"
                content={() => toCsv(table)}
                title={table.title}
              >
                {all.length === 1 ? 'CSV' : `CSV ${index + 1}`}
              </DownloadButton>
            ))}
            <DownloadButton
              size="small"
              name={`${id}.md`}
              mime="text/markdown"
              content={() => toMarkdown(only(shown, id))}
            >
              Markdown
            </DownloadButton>
            <DownloadButton
              size="small"
              name={`${id}.json`}
              mime="application/json"
              content={() => resultsToJson(only(shown, id))}
            >
              JSON
            </DownloadButton>
          </div>
        </>
      ) : (
        <p className={styles.about}>
          {recorded === undefined
            ? 'The recorded run is being read …'
            : 'Not measured yet: no run of it is recorded with this page.'}
        </p>
      )}
    </Card>
  );
}

type Row = Readonly<Record<string, TableValue>>;

function ResultTable({ table }: { readonly table: ExperimentTable }) {
  return (
    <Table<Row>
      caption={table.title}
      maxHeight="24rem"
      rows={table.rows}
      rowKey={(_, index) => index}
      columns={table.columns.map((column, index) => ({
        header: column.label,
        cell: (row: Row) => formatValue(row[column.key], column),
        numeric: column.format !== 'text',
        heading: index === 0,
      }))}
    />
  );
}
