/** Keeps a section that broke from taking the page with it. The work goes on in its worker; the other sections stay. */
import { Component } from 'react';
import type { ReactNode } from 'react';
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
      <div>
        <Notice
          tone="error"
          action={
            <Button size="small" onClick={() => this.setState({ error: null })}>
              Show it again
            </Button>
          }
        >
          The section “{this.props.name}” stopped: {error.message} Models, licences and running work are kept;
          the other sections go on. If it stops again, reload the page.
        </Notice>
      </div>
    );
  }
}
