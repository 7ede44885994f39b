/** The surface a section's part lies on: a heading, the paper's section beside it, and what can be done at its right. */
import { useId } from 'react';
import type { ReactNode, RefObject } from 'react';
import { useTranslations } from 'use-intl';
import styles from './Card.module.css';
import { classes } from './classes';

export interface CardProps {
  readonly title?: ReactNode;
  /** A few soft words after the title. */
  readonly note?: ReactNode;
  /** The paper's section, as `2.5`. */
  readonly section?: string;
  /** Right of the heading: pills, selects, buttons. */
  readonly aside?: ReactNode;
  /** A coloured border; what it means must also be said in words inside. */
  readonly tone?: 'in' | 'out' | 'plain';
  readonly headingLevel?: 2 | 3;
  /** A heading that can be given the focus, as when the card is laid out and the button that did so is gone. */
  readonly headingRef?: RefObject<HTMLHeadingElement | null>;
  readonly className?: string | undefined;
  /** Where the tour finds it (`data-tour`). */
  readonly anchor?: string;
  /** Out of the way in a presentation. */
  readonly minor?: boolean;
  readonly children?: ReactNode;
}

export function Card({
  title,
  note,
  section,
  aside,
  tone = 'plain',
  headingLevel = 2,
  headingRef,
  className,
  anchor,
  minor = false,
  children,
}: CardProps) {
  const headingId = useId();
  const Heading = headingLevel === 2 ? 'h2' : 'h3';
  const named = title !== undefined;
  return (
    <section
      className={classes(styles.card, styles[tone], className)}
      data-tour={anchor}
      data-minor={minor || undefined}
      aria-labelledby={named ? headingId : undefined}
    >
      {(named || aside !== undefined) && (
        <header className={styles.head}>
          {named && (
            <div className={styles.titles}>
              <div className={styles.name}>
                <Heading
                  id={headingId}
                  className={styles.title}
                  {...(headingRef && { ref: headingRef, tabIndex: -1 })}
                >
                  {title}
                </Heading>
                {section !== undefined && <SectionTag section={section} />}
              </div>
              {note !== undefined && <span className={styles.note}>{note}</span>}
            </div>
          )}
          {aside !== undefined && <div className={styles.aside}>{aside}</div>}
        </header>
      )}
      {children}
    </section>
  );
}

/** `§2.5`, spoken as "section 2.5 of the paper". */
export function SectionTag({ section }: { readonly section: string }) {
  const t = useTranslations('ui.section');
  return (
    <span className={styles.section} title={t('title', { section })}>
      <span aria-hidden="true">§{section}</span>
      <span className="visually-hidden">{t('spoken', { section })}</span>
    </span>
  );
}
