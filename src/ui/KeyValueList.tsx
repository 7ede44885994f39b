/** Facts as name and value. */
import type { ReactNode } from 'react';
import styles from './KeyValueList.module.css';
import { toneColour } from './tone';
import type { Tone } from './tone';

export interface KeyValue {
  readonly name: ReactNode;
  readonly value: ReactNode;
  readonly tone?: Tone;
  readonly title?: string;
}

export function KeyValueList({ items }: { readonly items: readonly KeyValue[] }) {
  return (
    <dl className={styles.list}>
      {items.map((item, index) => (
        <div key={index} className={styles.item} title={item.title}>
          <dt>{item.name}</dt>
          <dd style={item.tone && { color: toneColour(item.tone) }}>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
