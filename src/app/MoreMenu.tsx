/** What the header has no room for: language, theme, shortcut, presentation, tour, report, link, and who made this. */
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { version } from '../../package.json';
import { LANGUAGES, LANGUAGE_NAMES } from '../texts/languages';
import type { Language } from '../texts/languages';
import { Button } from '../ui/Button';
import { BookIcon, LinkIcon, MoreIcon, ProjectorIcon, RouteIcon } from '../ui/icons';
import { SegmentedControl } from '../ui/SegmentedControl';
import { useLanguage } from './language';
import styles from './MoreMenu.module.css';
import { SHORTCUT } from './shortcut';
import type { Shortcut } from './shortcut';
import { THEMES, useTheme } from './theme';

export interface MoreMenuProps {
  /** After the language has changed. */
  readonly onLanguage: (language: Language) => void;
  /** Its texts could not be loaded. */
  readonly onNotLoaded: () => void;
  /** Whether the key P presents. */
  readonly shortcut: Shortcut;
  readonly onShortcut: (shortcut: Shortcut) => void;
  readonly onPresent: () => void;
  readonly onTour: () => void;
  readonly onReport: () => void;
  /** Copies a link with the settings in use. */
  readonly onShare: () => void;
}

export function MoreMenu({
  onLanguage,
  onNotLoaded,
  shortcut,
  onShortcut,
  onPresent,
  onTour,
  onReport,
  onShare,
}: MoreMenuProps) {
  const t = useTranslations('shell.more');
  const { language, choose } = useLanguage();
  const { theme, setTheme } = useTheme();
  const [open, setOpen] = useState(false);
  const id = useId();
  const frame = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLElement>(null);

  useEffect(() => {
    if (!open) return;
    panel.current?.querySelector<HTMLElement>('input:checked, button')?.focus();
    const onElsewhere = (event: Event) => {
      if (event.target instanceof Node && !frame.current?.contains(event.target)) setOpen(false);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener('pointerdown', onElsewhere);
    document.addEventListener('focusin', onElsewhere);
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('pointerdown', onElsewhere);
      document.removeEventListener('focusin', onElsewhere);
      document.removeEventListener('keydown', onKey);
    };
  }, [open]);

  const closing = (action: () => void) => () => {
    setOpen(false);
    button.current?.focus();
    action();
  };
  return (
    <div ref={frame} className={styles.frame}>
      <Button
        ref={button}
        variant="quiet"
        size="small"
        icon={<MoreIcon />}
        aria-label={t('open')}
        title={t('open')}
        aria-expanded={open}
        aria-controls={id}
        data-tour="more"
        onClick={() => setOpen(!open)}
      />
      {open && (
        <section ref={panel} id={id} className={styles.panel} aria-label={t('open')}>
          <SegmentedControl
            label={t('language')}
            showLabel
            value={language}
            segments={LANGUAGES.map(value => ({
              value,
              label: <span lang={value}>{LANGUAGE_NAMES[value]}</span>,
            }))}
            onChange={next => void choose(next).then(() => onLanguage(next), onNotLoaded)}
          />
          <SegmentedControl
            label={t('theme')}
            showLabel
            value={theme}
            segments={THEMES.map(value => ({ value, label: t(`themes.${value}`) }))}
            onChange={setTheme}
          />
          <SegmentedControl
            label={t('shortcut')}
            showLabel
            value={shortcut}
            segments={SHORTCUT.map(value => ({ value, label: t(`shortcuts.${value}`) }))}
            onChange={onShortcut}
          />
          <div className={styles.actions}>
            <Button variant="quiet" icon={<RouteIcon />} onClick={closing(onTour)}>
              {t('tour')}
            </Button>
            <Button variant="quiet" icon={<ProjectorIcon />} onClick={closing(onPresent)}>
              {t('present')} {shortcut === 'on' && <kbd className={styles.key}>P</kbd>}
            </Button>
            <Button variant="quiet" icon={<BookIcon />} onClick={closing(onReport)}>
              {t('report')}
            </Button>
            <Button variant="quiet" icon={<LinkIcon />} onClick={closing(onShare)}>
              {t('share')}
            </Button>
          </div>
          <div className={styles.about}>
            <p>{t('about', { version })}</p>
            <p>{t('credits')}</p>
          </div>
        </section>
      )}
    </div>
  );
}
