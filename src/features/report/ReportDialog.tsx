/**
 * The lesson's report: what was done in this visit, on one page to be printed or kept as JSON. It lies over the page, which is
 * inert behind it; on paper it stands alone.
 */
import { useEffect, useId, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslations } from 'use-intl';
import { currentModel } from '../../store/state';
import { useStore } from '../../store/store';
import { Button } from '../../ui/Button';
import { DownloadButton } from '../../ui/DownloadButton';
import { gatherReport } from './lesson-report';
import styles from './ReportDialog.module.css';
import { Sheet } from './Sheet';

export interface ReportDialogProps {
  readonly onClose: () => void;
}

export default function ReportDialog({ onClose }: ReportDialogProps) {
  const t = useTranslations('report');
  /** As it stood when the report was opened: a paper doesn't change while it is read. */
  const [{ report, pictures }] = useState(() => {
    const state = useStore.getState();
    return { report: gatherReport(state), pictures: currentModel(state)?.licences ?? [] };
  });
  const titleId = useId();
  const frame = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    const root = document.getElementById('root');
    const before = document.activeElement;
    root?.setAttribute('inert', '');
    frame.current?.focus();
    return () => {
      root?.removeAttribute('inert');
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);

  useEffect(() => {
    const leave = (event: KeyboardEvent) => {
      if (event.key === 'Escape') onClose();
    };
    document.addEventListener('keydown', leave);
    return () => document.removeEventListener('keydown', leave);
  }, [onClose]);

  return createPortal(
    // Not shown as a modal: what is in the top layer is printed on one page at most.
    <dialog
      ref={frame}
      open
      className={styles.frame}
      aria-modal="true"
      aria-labelledby={titleId}
      tabIndex={-1}
    >
      <div className={styles.bar}>
        <Button variant="primary" onClick={() => window.print()}>
          {t('print')}
        </Button>
        <DownloadButton
          name="lesson.json"
          mime="application/json"
          content={() => JSON.stringify(report, null, 2)}
        >
          {t('json')}
        </DownloadButton>
        <Button onClick={onClose}>{t('close')}</Button>
      </div>
      <article className={styles.sheet}>
        <h1 id={titleId} className={styles.title}>
          {t('title')}
        </h1>
        <Sheet report={report} pictures={pictures} />
      </article>
    </dialog>,
    document.body,
  );
}
