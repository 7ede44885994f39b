/** What a number on the page was measured on: engine, digits, seed. */
import { useTranslations } from 'use-intl';
import { MNIST_MEGABYTES } from '../data/mnist';
import { useDurationText } from '../ui/duration';
import { NumberField } from '../ui/NumberField';
import { Pill } from '../ui/Pill';
import { SEED_RANGE } from './link-values';
import styles from './ShellStatus.module.css';

type Loading = 'idle' | 'loading' | 'ready' | 'failed';

export interface ShellStatus {
  readonly engine: {
    readonly state: Loading;
    readonly backend: string | null;
    readonly adapter: string | null;
    /** Why it isn't the backend that was asked for. */
    readonly reason: string | null;
    /** How WebGPU's kernels are cut, and the milliseconds of a step that chose it. */
    readonly tuning: {
      readonly name: string;
      readonly milliseconds: Readonly<Record<string, number>> | null;
    } | null;
    /** The GPU's kernels compiled so far, while it is opened. */
    readonly compiling: { readonly compiled: number; readonly total: number } | null;
    /** Workers at work now, and the most there can be. */
    readonly workers: { readonly now: number; readonly most: number };
  };
  readonly dataset: {
    readonly state: Loading;
    readonly name: 'mnist' | 'synthetic' | null;
    readonly source: string | null;
    /** While loading; null before the first bytes. */
    readonly bytes: {
      readonly received: number;
      readonly total: number;
      readonly secondsLeft: number;
    } | null;
  };
  readonly seed: number;
}

export interface StatusBarProps {
  readonly status: ShellStatus;
  readonly onSeed: (seed: number) => void;
  /** Fetches the digits now. */
  readonly onDigits: () => void;
  /** Stops fetching digits and takes the built-in ones. */
  readonly onBuiltInDigits: () => void;
}

export function StatusBar({ status, onSeed, onDigits, onBuiltInDigits }: StatusBarProps) {
  const t = useTranslations('shell');
  return (
    <div className={styles.status}>
      <EnginePill engine={status.engine} />
      <DatasetPill dataset={status.dataset} onFetch={onDigits} onBuiltIn={onBuiltInDigits} />
      <span className={styles.seed}>
        <NumberField
          label={t('seed')}
          value={status.seed}
          {...SEED_RANGE}
          integer
          compact
          onChange={onSeed}
        />
      </span>
    </div>
  );
}

const BACKEND_NAMES: Readonly<Record<string, string>> = {
  webgpu: 'WebGPU',
  wasm: 'WebAssembly',
  reference: 'reference',
};

function EnginePill({ engine }: { readonly engine: ShellStatus['engine'] }) {
  const t = useTranslations('shell.engine');
  if (engine.state === 'failed') {
    return (
      <Pill tone="out" dot="hollow">
        {t('none')}
      </Pill>
    );
  }
  if (engine.state !== 'ready' || engine.backend === null) {
    const { compiling } = engine;
    return (
      <Pill dot="hollow" title={compiling ? t('compilingTitle') : undefined}>
        {compiling
          ? t('compiling', { done: String(compiling.compiled), total: String(compiling.total) })
          : t('loading')}
      </Pill>
    );
  }
  const name = BACKEND_NAMES[engine.backend] ?? engine.backend;
  const { tuning } = engine;
  const { now, most } = engine.workers;
  const workers = engine.backend === 'wasm' ? t('workers', { now }) : null;
  return (
    <Pill
      dot="filled"
      title={[
        t('on', { name, adapter: engine.adapter ?? t('unknownAdapter') }),
        tuning && tuningWords(tuning, t),
        workers && t('mostWorkers', { workers, most: String(most) }),
        engine.reason,
      ]
        .filter(Boolean)
        .join('. ')}
    >
      {name}
      {engine.adapter !== null && !engine.adapter.startsWith(name) && (
        <span className={styles.detail}>· {engine.adapter}</span>
      )}
      {workers && <span className={styles.detail}>· {workers}</span>}
      {tuning && <span className={styles.detail}>· {tuning.name}</span>}
    </Pill>
  );
}

/** "Kernels cut as “gpu”, the fastest measured here: gpu 1.2 ms a step, gpu-large 1.9 ms". */
function tuningWords(
  { name, milliseconds }: NonNullable<ShellStatus['engine']['tuning']>,
  t: ReturnType<typeof useTranslations<'shell.engine'>>,
): string {
  if (milliseconds === null) return t('tuning', { name });
  const times = Object.entries(milliseconds).map(([other, time]) =>
    t('tuningTime', { name: other, milliseconds: time.toFixed(time < 10 ? 1 : 0) }),
  );
  return t('tuningMeasured', { name, times: times.join(', ') });
}

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);

function DatasetPill({
  dataset,
  onFetch,
  onBuiltIn,
}: {
  readonly dataset: ShellStatus['dataset'];
  readonly onFetch: () => void;
  readonly onBuiltIn: () => void;
}) {
  const t = useTranslations('shell.dataset');
  const duration = useDurationText();
  if (dataset.state === 'failed') {
    return (
      <Pill tone="out" dot="hollow">
        {t('none')}
      </Pill>
    );
  }
  if (dataset.state === 'idle') {
    return (
      <Pill dot="hollow" title={t('idleTitle', { megabytes: MNIST_MEGABYTES })} onClick={onFetch}>
        {t('idle')}
      </Pill>
    );
  }
  if (dataset.state !== 'ready' || dataset.name === null) {
    const { bytes } = dataset;
    const left = bytes && t('left', { time: duration(bytes.secondsLeft) });
    return (
      <Pill dot="hollow" title={[left, t('loadingTitle')].filter(Boolean).join('. ')} onClick={onBuiltIn}>
        {bytes
          ? t('loading', { received: megabytes(bytes.received), total: megabytes(bytes.total) })
          : t('asked')}
        {left && <span className={styles.detail}>· {left}</span>}
      </Pill>
    );
  }
  const { name, source } = dataset;
  return <Pill title={name === 'synthetic' ? t('syntheticTitle') : (source ?? undefined)}>{t(name)}</Pill>;
}
