/** Keeps a part that broke from taking the page with it. The work goes on in its worker; the other sections stay. */
import { Component } from 'react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';
import { NotLoaded } from './lazy-part';

interface Props {
  /** What broke, for the message. */
  readonly name: string;
  readonly children: ReactNode;
}

export class ErrorBoundary extends Component<Props, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render() {
    const { error } = this.state;
    const { name, children } = this.props;
    if (!error) return children;
    return <Broken name={name} error={error} onAgain={() => this.setState({ error: null })} />;
  }
}

function Broken({
  name,
  error,
  onAgain,
}: {
  readonly name: string;
  readonly error: Error;
  readonly onAgain: () => void;
}) {
  const t = useTranslations('shell.broken');
  const missing = error instanceof NotLoaded;
  return (
    <div>
      <Notice
        tone="error"
        action={
          <Button size="small" onClick={missing ? () => window.location.reload() : onAgain}>
            {t(missing ? 'reload' : 'again')}
          </Button>
        }
      >
        {missing ? t('missing', { section: name }) : t('text', { section: name, reason: error.message })}
      </Notice>
    </div>
  );
}
