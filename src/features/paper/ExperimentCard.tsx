/** One experiment: its tables from the recorded run, from here or from a file, whether both agree bit for bit, and the files of it. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useShallow } from 'zustand/react/shallow';
import { experimentOf } from '../../experiments/all';
import type { ExperimentId } from '../../experiments/all';
import type { Column, Table as ExperimentTable, TableValue } from '../../experiments/experiment';
import { formatValue, picturesOf, tablesOf, toCsv, toMarkdown } from '../../experiments/report';
import { resultsToJson } from '../../experiments/results';
import type { Results } from '../../experiments/results';
import { useStore } from '../../store/store';
import { sayWords } from '../../texts/say';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { DownloadButton } from '../../ui/DownloadButton';
import { useDurationText } from '../../ui/duration';
import { SegmentedControl } from '../../ui/SegmentedControl';
import { Subscripts } from '../../ui/subscripts';
import { Table } from '../../ui/Table';
import { Agreement } from './Agreement';
import styles from './ExperimentCard.module.css';
import { Provenance } from './Provenance';
import { ResultPicture } from './ResultPicture';
import { only } from './only';

/** In the order in which they are shown before one is chosen. */
const SOURCES = ['file', 'here', 'recorded'] as const;
type Source = (typeof SOURCES)[number];

export function ExperimentCard({ id }: { readonly id: ExperimentId }) {
  const t = useTranslations('paper');
  const durationText = useDurationText();
  const { own, recorded, file, workers, cells, running, ready, run } = useStore(
    useShallow(state => ({
      own: state.ownRun,
      recorded: state.recordedRuns[state.experimentPreset],
      file: state.resultsFile,
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
  const filed = file?.results.experiments[id] ? file.results : null;
  const runs: Readonly<Record<Source, Results | null>> = { file: filed, here: ours, recorded: theirs };
  const there = SOURCES.filter(each => runs[each]);
  const [wanted, setWanted] = useState<Source | null>(null);
  const source: Source = there.find(each => each === wanted) ?? there[0] ?? 'recorded';
  const shown = runs[source];
  const compared = ours && source !== 'file' ? 'here' : filed ? 'file' : null;
  const against = compared === 'file' && ours ? 'here' : theirs ? 'recorded' : null;

  return (
    <Card
      anchor="experiment"
      title={sayWords(experiment.title)}
      note={experiment.section === 'ours' ? t('experiment.beyond') : sayWords(experiment.section)}
      aside={
        <>
          {there.length > 1 && (
            <SegmentedControl
              label={t('experiment.which')}
              value={source}
              segments={there.toReversed().map(value => ({ value, label: t(`experiment.${value}`) }))}
              onChange={setWanted}
            />
          )}
          {!ours && cells && (
            <span className={styles.time}>
              {t('experiment.about', { time: durationText(cells.secondsLeft / workers) })}
            </span>
          )}
          {!ours && (
            <Button disabled={!ready || running !== null} onClick={() => void run([id])}>
              {theirs ? t('experiment.runAndCompare') : t('experiment.run')}
            </Button>
          )}
        </>
      }
    >
      <p className={styles.about} data-minor>
        <Subscripts text={sayWords(experiment.about)} />
      </p>
      {compared && against && (
        <Agreement
          ours={only(runs[compared]!, id)}
          theirs={only(runs[against]!, id)}
          names={{ ours: compared, theirs: against }}
        />
      )}
      {shown ? (
        <>
          <div className={styles.pictures}>
            {picturesOf(shown, id).map(picture => (
              <ResultPicture key={picture.title} picture={picture} />
            ))}
          </div>
          {tablesOf(shown, id).map(table => (
            <ResultTable key={table.title} table={table} />
          ))}
          <Provenance
            results={shown}
            id={id}
            from={source === 'file' ? { file: file?.name ?? '' } : source}
          />
          <div className={styles.files} data-minor>
            {tablesOf(shown, id).map((table, index, all) => (
              <DownloadButton
                key={table.title}
                size="small"
                name={all.length === 1 ? `${id}.csv` : `${id}-${index + 1}.csv`}
                mime="text/csv"
                content={() => toCsv(table)}
                title={sayWords(table.title)}
              >
                {all.length === 1
                  ? t('experiment.csv')
                  : t('experiment.csvOf', { number: String(index + 1) })}
              </DownloadButton>
            ))}
            <DownloadButton
              size="small"
              name={`${id}.md`}
              mime="text/markdown"
              content={() => toMarkdown(only(shown, id))}
            >
              {t('experiment.markdown')}
            </DownloadButton>
            <DownloadButton
              size="small"
              name={`${id}.json`}
              mime="application/json"
              content={() => resultsToJson(only(shown, id))}
            >
              {t('experiment.json')}
            </DownloadButton>
          </div>
        </>
      ) : (
        <p className={styles.about}>
          {recorded === undefined ? t('experiment.reading') : t('experiment.missing')}
        </p>
      )}
    </Card>
  );
}

type Row = Readonly<Record<string, TableValue>>;

/** As `formatValue`, in the page's language where the value is words. */
function valueWords(value: TableValue | undefined, column: Column, t: (key: 'yes' | 'no') => string): string {
  if (typeof value === 'boolean') return value ? t('yes') : t('no');
  return typeof value === 'string' ? sayWords(value) : formatValue(value, column);
}

function ResultTable({ table }: { readonly table: ExperimentTable }) {
  const t = useTranslations('paper');
  return (
    <Table<Row>
      caption={sayWords(table.title)}
      title={<Subscripts text={sayWords(table.title)} />}
      maxHeight="24rem"
      rows={table.rows}
      rowKey={(_, index) => index}
      columns={table.columns.map((column, index) => ({
        header: <Subscripts text={sayWords(column.label)} />,
        cell: (row: Row) => valueWords(row[column.key], column, t),
        numeric: column.format !== 'text',
        heading: index === 0,
      }))}
    />
  );
}
