/** Notices in the page's corner, newest below. They stay until dismissed, but for plain information, which leaves by itself. */
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { Notice } from './Notice';
import type { NoticeTone } from './Notice';
import styles from './Toasts.module.css';

export interface Toast {
  readonly id: number;
  readonly tone: NoticeTone;
  readonly text: string;
}

/** Time to read a sentence or two. */
const INFORMATION_STAYS_MS = 9000;

export function Toasts({
  toasts,
  onDismiss,
}: {
  readonly toasts: readonly Toast[];
  readonly onDismiss: (id: number) => void;
}) {
  const t = useTranslations('ui');
  return (
    // Stands before there is anything to say, or screen readers would miss the first notice.
    <section className={styles.toasts} aria-label={t('toasts')} aria-live="polite" aria-relevant="additions">
      {toasts.map(toast => (
        <OneToast key={toast.id} toast={toast} onDismiss={onDismiss} />
      ))}
    </section>
  );
}

function OneToast({ toast, onDismiss }: { readonly toast: Toast; readonly onDismiss: (id: number) => void }) {
  const { id, tone } = toast;
  useEffect(() => {
    if (tone !== 'info') return;
    const timer = setTimeout(() => onDismiss(id), INFORMATION_STAYS_MS);
    return () => clearTimeout(timer);
  }, [id, tone, onDismiss]);
  return (
    <Notice tone={tone} live={false} onDismiss={() => onDismiss(id)}>
      {toast.text}
    </Notice>
  );
}
