/**
 * Keeps the keyboard where it is while controls give way to others, as “Run” to “Cancel”: when the one with the focus goes, or can no
 * longer be pressed, the first that stands in the same place has it, or where none does the one that is named.
 */
import { Component } from 'react';
import type { ReactNode, RefObject } from 'react';
import styles from './KeepFocus.module.css';

const CONTROLS = 'button:enabled, a[href], input:enabled:not([hidden]), select:enabled, summary';

export interface KeepFocusProps {
  readonly children: ReactNode;
  /** The control elsewhere that has the focus next when none is left here. */
  readonly next?: RefObject<HTMLElement | null>;
}

export class KeepFocus extends Component<KeepFocusProps> {
  private place: HTMLElement | null = null;

  private get hasFocus(): boolean {
    const { activeElement } = document;
    return this.place !== null && this.place.contains(activeElement) && !activeElement?.matches(':disabled');
  }

  override getSnapshotBeforeUpdate(): boolean {
    return this.hasFocus;
  }

  override componentDidUpdate(_props: unknown, _state: unknown, hadFocus: boolean): void {
    if (!hadFocus || this.hasFocus) return;
    const next = this.place?.querySelector<HTMLElement>(CONTROLS) ?? this.props.next?.current;
    next?.focus({ preventScroll: true });
  }

  override render() {
    return (
      <div
        className={styles.place}
        ref={element => {
          this.place = element;
        }}
      >
        {this.props.children}
      </div>
    );
  }
}
