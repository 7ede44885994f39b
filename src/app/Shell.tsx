/** The frame around every section: name, navigation, what the page runs on, and where everything else is found. */
import { useEffect, useRef } from 'react';
import type { MouseEvent, ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../ui/Button';
import { SectionTag } from '../ui/Card';
import { classes } from '../ui/classes';
import { ArrowIcon, CrossIcon } from '../ui/icons';
import { isCovered } from './keys';
import type { SectionName } from './link-values';
import { Logo } from './Logo';
import type { SectionEntry } from './sections';
import styles from './Shell.module.css';

export interface ShellProps {
  readonly sections: readonly SectionEntry[];
  readonly section: SectionName;
  readonly hrefOf: (section: SectionName) => string;
  readonly onSection: (section: SectionName) => void;
  /** The header becomes name, section and a way out. */
  readonly present: boolean;
  readonly onLeavePresentation: () => void;
  /** Right of the navigation. */
  readonly tools: ReactNode;
  readonly children: ReactNode;
}

export function Shell(props: ShellProps) {
  const { sections, section, present, children } = props;
  const t = useTranslations('shell');
  const main = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const title = t(`section.${section}.title`);
  const place = sections.findIndex(entry => entry.name === section);

  useEffect(() => {
    document.title = `${title} · ActiveGuard`;
  }, [title]);

  /** The section last shown; the first needs no focus and no announcement. */
  const shown = useRef(section);
  useEffect(() => {
    if (shown.current === section) return;
    shown.current = section;
    window.scrollTo(0, 0);
    // The tour has its own focus.
    if (!isCovered()) heading.current?.focus({ preventScroll: true });
  }, [section]);

  return (
    <div className={classes(styles.shell, present && styles.present)}>
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
        <p className={styles.brand}>
          <Logo />
          ActiveGuard
        </p>
        {present ? <PresentationBar {...props} title={title} place={place} /> : <Navigation {...props} />}
      </header>
      <main ref={main} id="main" className={styles.main} tabIndex={-1}>
        <h1 ref={heading} className="visually-hidden" tabIndex={-1}>
          {title}
          <span>
            {t('place', {
              place: String(place + 1),
              count: String(sections.length),
              paper: sections[place]?.paper ?? '',
            })}
          </span>
        </h1>
        {children}
      </main>
    </div>
  );
}

function Navigation({ sections, section, hrefOf, onSection, tools }: ShellProps) {
  const t = useTranslations('shell');
  const follow = (event: MouseEvent, name: SectionName) => {
    // A new tab or window is the browser's.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return;
    event.preventDefault();
    onSection(name);
  };
  return (
    <>
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
            <span className={styles.linkTitle}>{t(`section.${entry.name}.title`)}</span>
            <span className={styles.linkShort} aria-hidden="true">
              {t(`section.${entry.name}.short`)}
            </span>
            <SectionTag section={entry.paper} />
          </a>
        ))}
      </nav>
      {tools}
    </>
  );
}

function PresentationBar({
  sections,
  title,
  place,
  onSection,
  onLeavePresentation,
}: ShellProps & { readonly title: string; readonly place: number }) {
  const t = useTranslations('shell.presentation');
  const before = sections[place - 1];
  const after = sections[place + 1];
  return (
    <div className={styles.presentation}>
      <span className={styles.presented} aria-hidden="true">
        {title}
      </span>
      <Button
        variant="quiet"
        size="small"
        icon={
          <span className={styles.back}>
            <ArrowIcon />
          </span>
        }
        aria-label={t('before')}
        title={t('before')}
        disabled={!before}
        onClick={() => before && onSection(before.name)}
      />
      <Button
        variant="quiet"
        size="small"
        icon={<ArrowIcon />}
        aria-label={t('after')}
        title={t('after')}
        disabled={!after}
        onClick={() => after && onSection(after.name)}
      />
      <Button
        variant="quiet"
        size="small"
        icon={<CrossIcon />}
        aria-label={t('leave')}
        title={t('leave')}
        onClick={onLeavePresentation}
      />
    </div>
  );
}
