/** The frame around every section: name, navigation, what the page runs on, theme and link. */
import { useEffect, useRef } from 'react';
import type { MouseEvent, ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../ui/Button';
import { SectionTag } from '../ui/Card';
import { classes } from '../ui/classes';
import { LinkIcon, MoonIcon, ScreenIcon, SunIcon } from '../ui/icons';
import { NumberField } from '../ui/NumberField';
import { Pill } from '../ui/Pill';
import { Logo } from './Logo';
import type { SectionEntry } from './sections';
import styles from './Shell.module.css';
import { useTheme } from './theme';
import type { Theme } from './theme';
import { SEED_RANGE } from './url-state';
import type { SectionName } from './url-state';

type Loading = 'idle' | 'loading' | 'ready' | 'failed';

/** What a number on the page was measured on. */
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
    /** 0 … 1 while loading, null when unknown. */
    readonly progress: number | null;
  };
  readonly seed: number;
}

export interface ShellProps {
  readonly sections: readonly SectionEntry[];
  readonly section: SectionName;
  readonly hrefOf: (section: SectionName) => string;
  readonly onSection: (section: SectionName) => void;
  readonly status: ShellStatus;
  readonly onSeed: (seed: number) => void;
  /** Stops fetching digits and takes the built-in ones. */
  readonly onBuiltInDigits: () => void;
  /** Copies a link with the settings in use. */
  readonly onShare: () => void;
  readonly children: ReactNode;
}

export function Shell({
  sections,
  section,
  hrefOf,
  onSection,
  status,
  onSeed,
  onBuiltInDigits,
  onShare,
  children,
}: ShellProps) {
  const t = useTranslations('shell');
  const main = useRef<HTMLElement>(null);
  const title = sections.find(entry => entry.name === section)?.title ?? '';
  useEffect(() => {
    document.title = `${title} · ActiveGuard`;
    window.scrollTo(0, 0);
  }, [title]);

  const follow = (event: MouseEvent, name: SectionName) => {
    // A new tab or window is the browser's.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return;
    event.preventDefault();
    onSection(name);
  };

  return (
    <div className={styles.shell}>
      <a
        className={styles.skip}
        href="#main"
        onClick={event => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {t('skip', { section: title })}
      </a>
      <header className={styles.header}>
        <h1 className={styles.brand}>
          <Logo />
          ActiveGuard
        </h1>
        <nav className={styles.nav} aria-label={t('sections')}>
          {sections.map(entry => (
            <a
              key={entry.name}
              href={hrefOf(entry.name)}
              className={classes(styles.link, entry.name === section && styles.here)}
              aria-current={entry.name === section ? 'page' : undefined}
              onClick={event => follow(event, entry.name)}
            >
              <span className={styles.linkIcon}>
                <entry.icon size={18} />
              </span>
              <span className={styles.linkTitle}>{entry.title}</span>
              <span className={styles.linkShort} aria-hidden="true">
                {entry.shortTitle}
              </span>
              <SectionTag section={entry.paper} />
            </a>
          ))}
        </nav>
        <div className={styles.status}>
          <EnginePill engine={status.engine} />
          <DatasetPill dataset={status.dataset} onBuiltIn={onBuiltInDigits} />
          <span className={styles.seed}>
            <NumberField label="seed" value={status.seed} {...SEED_RANGE} integer compact onChange={onSeed} />
          </span>
          <ThemeButton />
          <Button
            variant="quiet"
            size="small"
            icon={<LinkIcon />}
            aria-label="Copy a link with these settings"
            title="Copy a link with these settings"
            onClick={onShare}
          />
        </div>
      </header>
      <main ref={main} id="main" className={styles.main} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

const BACKEND_NAMES: Readonly<Record<string, string>> = {
  webgpu: 'WebGPU',
  wasm: 'WebAssembly',
  reference: 'reference',
};

function EnginePill({ engine }: { readonly engine: ShellStatus['engine'] }) {
  if (engine.state === 'failed') {
    return (
      <Pill tone="out" dot="hollow">
        no engine
      </Pill>
    );
  }
  if (engine.state !== 'ready' || engine.backend === null) {
    const { compiling } = engine;
    return (
      <Pill dot="hollow" title={compiling ? 'The GPU’s kernels are being compiled' : undefined}>
        {compiling ? `kernels ${compiling.compiled} of ${compiling.total}` : 'engine …'}
      </Pill>
    );
  }
  const name = BACKEND_NAMES[engine.backend] ?? engine.backend;
  const { tuning } = engine;
  const { now, most } = engine.workers;
  const workers = engine.backend === 'wasm' ? `${now} ${now === 1 ? 'worker' : 'workers'}` : null;
  return (
    <Pill
      dot="filled"
      title={[
        `${name} on ${engine.adapter ?? 'an unknown adapter'}`,
        tuning && tuningWords(tuning),
        workers && `${workers} now, up to ${most} where work can be divided`,
        engine.reason,
      ]
        .filter(Boolean)
        .join('. ')}
    >
      {name}
      {engine.adapter !== null && !engine.adapter.startsWith(name) && (
        <span className={styles.adapter}>· {engine.adapter}</span>
      )}
      {workers && <span className={styles.adapter}>· {workers}</span>}
      {tuning && <span className={styles.adapter}>· {tuning.name}</span>}
    </Pill>
  );
}

/** "Kernels cut as “gpu”, the fastest measured here: gpu 1.2 ms a step, gpu-large 1.9 ms". */
function tuningWords({ name, milliseconds }: NonNullable<ShellStatus['engine']['tuning']>): string {
  if (milliseconds === null) return `Kernels cut as “${name}”`;
  const times = Object.entries(milliseconds).map(
    ([other, time]) => `${other} ${time.toFixed(time < 10 ? 1 : 0)} ms a step`,
  );
  return `Kernels cut as “${name}”, the fastest measured here: ${times.join(', ')}`;
}

function DatasetPill({
  dataset,
  onBuiltIn,
}: {
  readonly dataset: ShellStatus['dataset'];
  readonly onBuiltIn: () => void;
}) {
  if (dataset.state === 'failed') {
    return (
      <Pill tone="out" dot="hollow">
        no data
      </Pill>
    );
  }
  if (dataset.state !== 'ready' || dataset.name === null) {
    const share = dataset.progress === null ? '…' : `${Math.round(100 * dataset.progress)}%`;
    return (
      <Pill
        dot="hollow"
        title="The digits are being fetched; press to stop that and use the built-in ones"
        onClick={onBuiltIn}
      >
        data {share}
      </Pill>
    );
  }
  return <Pill title={dataset.source ?? undefined}>{dataset.name === 'mnist' ? 'MNIST' : 'built-in'}</Pill>;
}

const THEME_ICONS: Record<Theme, typeof SunIcon> = { system: ScreenIcon, light: SunIcon, dark: MoonIcon };
const THEME_WORDS: Record<Theme, string> = { system: 'as the system has it', light: 'light', dark: 'dark' };

function ThemeButton() {
  const { theme, turn } = useTheme();
  const Icon = THEME_ICONS[theme];
  const words = `Theme: ${THEME_WORDS[theme]}`;
  return (
    <Button variant="quiet" size="small" icon={<Icon />} aria-label={words} title={words} onClick={turn} />
  );
}
