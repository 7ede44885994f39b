/** The page's mark: a trace that only lights up at its end. */
export function Logo() {
  return (
    <svg width="24" height="24" viewBox="0 0 32 32" fill="none" aria-hidden="true">
      <rect x="2.2" y="2.2" width="27.6" height="27.6" rx="8" stroke="currentColor" strokeWidth="2.4" />
      <path
        d="m8.5 20.5 5-8.5 4.5 6.5 5.5-8"
        stroke="var(--in)"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="23.5" cy="10.5" r="2.4" fill="var(--in)" />
    </svg>
  );
}
