/** An experiment's result as files: each table, and the whole of it. */
import { useTranslations } from 'use-intl';
import type { ExperimentId } from '../../experiments/all';
import { tablesOf, toCsv, toMarkdown } from '../../experiments/report';
import { resultsToJson } from '../../experiments/results';
import type { Results } from '../../experiments/results';
import { sayWords } from '../../texts/say';
import { DownloadButton } from '../../ui/DownloadButton';
import { only } from './only';
import styles from './ResultFiles.module.css';

export interface ResultFilesProps {
  readonly results: Results;
  readonly id: ExperimentId;
}

export function ResultFiles({ results, id }: ResultFilesProps) {
  const t = useTranslations('paper');
  return (
    <div className={styles.files}>
      {tablesOf(results, id).map((table, index, all) => (
        <DownloadButton
          key={table.title}
          size="small"
          name={all.length === 1 ? `${id}.csv` : `${id}-${index + 1}.csv`}
          mime="text/csv"
          content={() => toCsv(table)}
          title={sayWords(table.title)}
        >
          {all.length === 1 ? t('experiment.csv') : t('experiment.csvOf', { number: String(index + 1) })}
        </DownloadButton>
      ))}
      <DownloadButton
        size="small"
        name={`${id}.md`}
        mime="text/markdown"
        content={() => toMarkdown(only(results, id))}
      >
        {t('experiment.markdown')}
      </DownloadButton>
      <DownloadButton
        size="small"
        name={`${id}.json`}
        mime="application/json"
        content={() => resultsToJson(only(results, id))}
      >
        {t('experiment.json')}
      </DownloadButton>
    </div>
  );
}
