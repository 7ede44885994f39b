/** The page's icons, drawn on a 16 × 16 grid in the colour of the text around them. Decorative: the words beside them speak. */
import type { ReactNode } from 'react';

interface IconProps {
  /** Edge in pixels; 16 unless told. */
  readonly size?: number;
}

function draw(content: ReactNode) {
  return function Icon({ size = 16 }: IconProps) {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
      >
        {content}
      </svg>
    );
  };
}

export const CheckIcon = draw(<path d="m3 8.5 3.2 3.2L13 4.8" />);
export const CrossIcon = draw(<path d="m4 4 8 8m0-8-8 8" />);
export const PlusIcon = draw(<path d="M8 3v10M3 8h10" />);
export const WaitIcon = draw(<path d="M4 8h.01M8 8h.01M12 8h.01" strokeWidth="2.2" />);
export const ResetIcon = draw(<path d="M3 8a5 5 0 1 0 1.6-3.7M3 2.8v2.9h2.9" />);
export const DownloadIcon = draw(<path d="M8 2.5v7.8M4.8 7.3 8 10.5l3.2-3.2M3 13.5h10" />);
export const LiftIcon = draw(<path d="M3 2.5h10M8 13.5V5.7M4.6 9 8 5.6 11.4 9" />);
export const ArrowIcon = draw(<path d="M2 8h11.5M9.8 4.3 13.5 8l-3.7 3.7" />);
export const BookIcon = draw(
  <path d="M8 4.2C6.6 3 4.6 2.7 2.5 3v9.4c2.1-.3 4.1 0 5.5 1.1 1.4-1.1 3.4-1.4 5.5-1.1V3C11.4 2.7 9.4 3 8 4.2Zm0 0v9.3" />,
);
export const MoreIcon = draw(<path d="M2.5 4.5h11M2.5 8h11M2.5 11.5h11" />);
export const RouteIcon = draw(
  <>
    <circle cx="4" cy="3.8" r="1.6" />
    <circle cx="12" cy="12.2" r="1.6" />
    <path d="M5.6 3.8h4.2a2.1 2.1 0 0 1 0 4.2H6.2a2.1 2.1 0 0 0 0 4.2h4.2" />
  </>,
);
export const ProjectorIcon = draw(<path d="M2.2 3h11.6M3 3v7.5h10V3M8 10.5v1.6M5.6 13.7 8 12.1l2.4 1.6" />);
export const PencilIcon = draw(<path d="m3 13 .7-2.9L10.8 3l2.2 2.2-7.1 7.1zM9.4 4.4l2.2 2.2" />);
export const InfoIcon = draw(
  <>
    <circle cx="8" cy="8" r="5.8" />
    <path d="M8 7.4v3.4M8 5h.01" />
  </>,
);
export const WarningIcon = draw(<path d="M8 2.3 14.3 13.3H1.7zM8 6.6v3M8 11.4h.01" />);
export const TableIcon = draw(<path d="M2.5 3h11v10h-11zM2.5 6.4h11M2.5 9.7h11M6.5 3v10" />);
export const ChartIcon = draw(<path d="M2.5 2.5v11h11M5 10l2.6-3.4 2.3 1.8L13 4.2" />);
export const KeyIcon = draw(
  <>
    <circle cx="5.2" cy="10.8" r="2.6" />
    <path d="m7.1 8.9 6-6M10.4 5.6l1.9 1.9" />
  </>,
);
export const LockIcon = draw(<path d="M3.5 7.3h9v6h-9zM5.3 7.3V5.2a2.7 2.7 0 0 1 5.4 0v2.1" />);
export const LinkIcon = draw(
  <path d="M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2-2a2.6 2.6 0 0 0-3.7-3.7l-.9.9M9.2 6.8a2.6 2.6 0 0 0-3.7 0l-2 2a2.6 2.6 0 0 0 3.7 3.7l.9-.9" />,
);
export const DiceIcon = draw(
  <>
    <rect x="2.2" y="2.2" width="11.6" height="11.6" rx="2" />
    <path d="M5.2 5.2h.01M10.8 5.2h.01M8 8h.01M5.2 10.8h.01M10.8 10.8h.01" strokeWidth="2.1" />
  </>,
);
