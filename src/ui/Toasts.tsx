/**
 * Notices over the page, newest below. They stay until dismissed, but for plain information, which leaves by itself. Of many the newest
 * few stand there, and the rest is unfolded on demand: they would cover the page.
 */
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from './Button';
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
/** More are folded. */
const MOST_SHOWN = 3;

export function Toasts({
  toasts,
  onDismiss,
}: {
  readonly toasts: readonly Toast[];
  readonly onDismiss: (id: number) => void;
}) {
  const t = useTranslations('ui');
  const [unfolded, setUnfolded] = useState(false);
  const earlier = Math.max(0, toasts.length - MOST_SHOWN);
  if (unfolded && earlier === 0) setUnfolded(false);
  return (
    // Stands before there is anything to say, or screen readers would miss the first notice.
    <section
      className={styles.toasts}
      aria-label={t('toasts.title')}
      aria-live="polite"
      aria-relevant="additions"
    >
      {earlier > 0 && (
        <div className={styles.fold}>
          <Button size="small" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
            {t('toasts.earlier', { count: earlier })}
          </Button>
          <Button size="small" onClick={() => toasts.forEach(({ id }) => onDismiss(id))}>
            {t('toasts.dismissAll')}
          </Button>
        </div>
      )}
      {toasts.slice(unfolded ? 0 : earlier).map(toast => (
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
