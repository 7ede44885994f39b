/** Wires the store into the shell, and the URL into both. The only place that knows all three. */
import { Suspense, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from '../store/store';
import { EmptyState } from '../ui/EmptyState';
import { Toasts } from '../ui/Toasts';
import { ErrorBoundary } from './ErrorBoundary';
import { lazyPart } from './lazy-part';
import { MoreMenu } from './MoreMenu';
import { usePresentation } from './presentation';
import { SECTIONS } from './sections';
import { Shell } from './Shell';
import { useShellStatus } from './shell-status';
import { useShortcut } from './shortcut';
import { StatusBar } from './ShellStatus';
import { useStrayFiles } from './stray-files';
import { UpdateOffer } from './UpdateOffer';
import { TourOffer, useTourOffer } from './tour/TourOffer';
import { writeUrlState } from './url-state';
import { hrefOf, useUrlState } from './use-url-state';
import { linkOf, openVisit } from './visit';

const REPORT = lazyPart(() => import('../features/report/ReportDialog'));

/** Of the menu from which tour and report are opened: the focus goes back there. */
const menuButton = () => document.querySelector<HTMLElement>('[data-tour="more"]');

export function App() {
  const t = useTranslations('shell');
  const tourWords = useTranslations('tour');
  const { state: url, move } = useUrlState();
  const status = useShellStatus();
  const notices = useStore(state => state.notices);
  const notify = useStore(state => state.notify);
  const dismiss = useStore(state => state.dismiss);
  const setSeed = useStore(state => state.setSeed);
  const takeBuiltInDigits = useStore(state => state.takeBuiltInDigits);
  const tourOffer = useTourOffer();
  const [reporting, setReporting] = useState(false);
  const { shortcut, setShortcut } = useShortcut();
  const changePresent = (present: boolean) => {
    if (present) notify('info', t('presentation.on'));
    move({ present }, 'replace');
  };
  const presentation = usePresentation(url.present, changePresent, shortcut === 'on');
  const section = SECTIONS.find(entry => entry.name === url.section) ?? SECTIONS[0]!;
  const title = t(`section.${section.name}.title`);

  useStrayFiles(section.name);

  const opening = useRef(t);
  useEffect(() => {
    void openVisit(opening.current);
  }, []);
  useEffect(() => {
    if (section.onDigits) void useStore.getState().needDigits();
  }, [section]);

  const { run, preset } = url;
  useEffect(() => {
    if (run !== null) void useStore.getState().startLesson(run, preset ?? 'quick');
  }, [run, preset]);

  const tellNotLoaded = () => notify('error', t('notLoaded'));
  const startTour = async () => {
    tourOffer.answer();
    try {
      const { runTour } = await import('./tour/run-tour');
      runTour({
        t: tourWords,
        onSection: name => move({ section: name, run: null, preset: null }, 'push'),
        opener: menuButton(),
      });
    } catch {
      tellNotLoaded();
    }
  };
  const declineTour = () => {
    tourOffer.answer();
    menuButton()?.focus();
  };
  const openReport = () => {
    REPORT.load().then(() => setReporting(true), tellNotLoaded);
  };
  const closeReport = () => {
    setReporting(false);
    menuButton()?.focus();
  };
  const share = async () => {
    const query = writeUrlState(linkOf(useStore.getState(), url));
    const link = new URL(query, window.location.href.split(/[?#]/)[0]).href;
    try {
      await navigator.clipboard.writeText(link);
      notify('info', t('link.copied'));
    } catch {
      notify('info', t('link.notCopied', { link }));
    }
  };

  return (
    <Shell
      sections={SECTIONS}
      section={section.name}
      hrefOf={name => hrefOf({ ...url, section: name, run: null, preset: null })}
      onSection={name => move({ section: name, run: null, preset: null }, 'push')}
      present={presentation.present}
      onLeavePresentation={presentation.turn}
      tools={
        <>
          {tourOffer.offered && <TourOffer onStart={() => void startTour()} onDecline={declineTour} />}
          <StatusBar
            status={status}
            onDigits={() => void useStore.getState().needDigits()}
            onBuiltInDigits={() => void takeBuiltInDigits()}
            onSeed={seed => {
              setSeed(seed);
              move({ seed }, 'replace');
            }}
          />
          <MoreMenu
            onLanguage={lang => move({ lang }, 'replace')}
            onNotLoaded={tellNotLoaded}
            shortcut={shortcut}
            onShortcut={setShortcut}
            onPresent={presentation.turn}
            onTour={() => void startTour()}
            onReport={openReport}
            onShare={() => void share()}
          />
        </>
      }
    >
      <ErrorBoundary key={section.name} name={title}>
        <Suspense fallback={<EmptyState title={t('loading', { section: title })} />}>
          <section.part.Component />
        </Suspense>
      </ErrorBoundary>
      {reporting && (
        <ErrorBoundary name={t('more.report')}>
          <Suspense fallback={null}>
            <REPORT.Component onClose={closeReport} />
          </Suspense>
        </ErrorBoundary>
      )}
      <Toasts toasts={notices} onDismiss={dismiss} />
      <UpdateOffer />
    </Shell>
  );
}
