/**
 * The guided tour, by driver.js; loaded when it is started. It moves between sections by itself: arrows, Enter on its buttons and
 * Esc lead it, what it points at can be looked at but not touched meanwhile.
 */
import { driver } from 'driver.js';
import type { Driver, PopoverDOM } from 'driver.js';
import 'driver.js/dist/driver.css';
import type { useTranslations } from 'use-intl';
import type { SectionName } from '../link-values';
import { TOUR } from './steps';
import type { TourStep } from './steps';
import './tour.css';

/** A section's code may still have to be fetched; past this, a step is shown in the page's middle. */
const WAIT_MS = 4000;

export interface TourOptions {
  readonly t: ReturnType<typeof useTranslations<'tour'>>;
  readonly onSection: (section: SectionName) => void;
  /** Takes the focus when the tour is over. */
  readonly opener: HTMLElement | null;
}

export function runTour({ t, onSection, opener }: TourOptions): void {
  const tour: Driver = driver({
    steps: TOUR.map((step, index) => ({
      // An element that isn't there yet is waited for.
      element: () => elementOf(step) as Element,
      popover: {
        title: t(`steps.${step.name}.title`),
        description: t(`steps.${step.name}.text`),
        progressText: t('progress', { step: String(index + 1), count: String(TOUR.length) }),
        onNextClick: () => go(index + 1),
        onPrevClick: () => go(index - 1),
      },
    })),
    animate: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
    duration: 250,
    waitForElement: WAIT_MS,
    disableActiveInteraction: true,
    // A press beside the popover is no wish to leave.
    overlayClickBehavior: () => undefined,
    overlayOpacity: 0.55,
    stagePadding: 6,
    stageRadius: 14,
    popoverClass: 'tour',
    showProgress: true,
    nextBtnText: t('next'),
    prevBtnText: t('back'),
    doneBtnText: t('done'),
    onPopoverRender: popover => nameIts(popover, t('close')),
    onHighlighted: element => {
      // It opens nothing: driver.js gives every element it points at a button's attributes.
      for (const name of ['aria-haspopup', 'aria-expanded', 'aria-controls'])
        if (element?.getAttribute('data-tour') !== 'more') element?.removeAttribute(name);
      document.querySelector<HTMLElement>('.tour .driver-popover-next-btn')?.focus();
    },
    onDestroyed: () => opener?.focus(),
  });

  const go = (index: number) => {
    const step = TOUR[index];
    if (!step) return tour.destroy();
    if (step.section !== null) onSection(step.section);
    tour.moveTo(index);
  };

  const first = TOUR[0]!;
  if (first.section !== null) onSection(first.section);
  tour.drive();
}

function elementOf({ anchor }: TourStep): Element | null {
  return anchor === 'main'
    ? document.querySelector('#main > :not(h1)')
    : document.querySelector(`[data-tour="${anchor}"]`);
}

/** The popover is a dialog over everything, and is spoken when it changes. */
function nameIts(popover: PopoverDOM, close: string): void {
  // driver.js makes them the banner and the footer of the page, which has its own.
  popover.title.setAttribute('role', 'presentation');
  popover.footer.setAttribute('role', 'presentation');
  popover.closeButton.setAttribute('aria-label', close);
  popover.closeButton.title = close;
  popover.wrapper.setAttribute('aria-modal', 'true');
  popover.wrapper.setAttribute('aria-live', 'polite');
}
