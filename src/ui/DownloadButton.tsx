/** A button that hands over a file, made only when it is pressed. */
import type { ReactNode } from 'react';
import { Button } from './Button';
import type { ButtonProps } from './Button';
import { download } from './download';
import { DownloadIcon } from './icons';

export interface DownloadButtonProps extends Pick<
  ButtonProps,
  'variant' | 'size' | 'wide' | 'disabled' | 'title' | 'aria-label'
> {
  readonly name: string;
  readonly mime: string;
  /** Null when there is nothing to hand over: then nothing happens. */
  readonly content: () => Uint8Array | string | null;
  readonly children?: ReactNode;
}

export function DownloadButton({ name, mime, content, children, ...rest }: DownloadButtonProps) {
  return (
    <Button
      {...rest}
      iconAfter={<DownloadIcon />}
      onClick={() => {
        const file = content();
        if (file !== null) download(name, file, mime);
      }}
    >
      {children}
    </Button>
  );
}
