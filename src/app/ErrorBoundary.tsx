/** Keeps a section that broke from taking the page with it. The work goes on in its worker; the other sections stay. */
import { Component } from 'react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';

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
    if (!error) return this.props.children;
    return (
      <Broken name={this.props.name} reason={error.message} onAgain={() => this.setState({ error: null })} />
    );
  }
}

function Broken({
  name,
  reason,
  onAgain,
}: {
  readonly name: string;
  readonly reason: string;
  readonly onAgain: () => void;
}) {
  const t = useTranslations('shell.broken');
  return (
    <div>
      <Notice
        tone="error"
        action={
          <Button size="small" onClick={onAgain}>
            {t('again')}
          </Button>
        }
      >
        {t('text', { section: name, reason })}
      </Notice>
    </div>
  );
}
