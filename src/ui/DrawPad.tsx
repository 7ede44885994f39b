/**
 * A pad to draw a digit on, with mouse, pen, finger or keyboard: the arrow keys move the pen, Space sets it down or lifts it,
 * Delete clears. What it hands out is scaled and centred as MNIST's digits are.
 */
import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from './Button';
import styles from './DrawPad.module.css';
import { drawStroke, toDigit } from './digit-drawing';
import { ResetIcon } from './icons';

export interface DrawPadProps {
  /** 784 grey levels after each stroke; null once it is cleared. */
  readonly onChange: (digit: Uint8Array | null) => void;
  readonly size?: number | string;
}

/** Cells of the pad's edge: fine enough for a smooth stroke, coarse enough to scale by area. */
const EDGE = 112;
const PEN_RADIUS = 4.2;
const KEY_STEP = 3;

const KEY_MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-KEY_STEP, 0],
  ArrowRight: [KEY_STEP, 0],
  ArrowUp: [0, -KEY_STEP],
  ArrowDown: [0, KEY_STEP],
};

export function DrawPad({ onChange, size = 196 }: DrawPadProps) {
  const t = useTranslations('ui.draw');
  const canvas = useRef<HTMLCanvasElement>(null);
  const [ink] = useState(() => new Uint8Array(EDGE * EDGE));
  const last = useRef<readonly [number, number] | null>(null);
  const [empty, setEmpty] = useState(true);
  /** The keyboard's pen; null until a key was used. */
  const [pen, setPen] = useState<{ readonly at: readonly [number, number]; readonly down: boolean } | null>(
    null,
  );

  const paint = () => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(EDGE, EDGE);
    for (let i = 0; i < ink.length; i += 1) {
      image.data.fill(ink[i] ?? 0, 4 * i, 4 * i + 3);
      image.data[4 * i + 3] = 255;
    }
    context.putImageData(image, 0, 0);
  };
  useEffect(paint);

  const stroke = (from: readonly [number, number], to: readonly [number, number]) => {
    drawStroke(ink, EDGE, from, to, PEN_RADIUS);
    setEmpty(false);
    paint();
  };
  const clear = () => {
    ink.fill(0);
    last.current = null;
    setPen(null);
    setEmpty(true);
    paint();
    onChange(null);
  };
  const placeOf = (event: PointerEvent<HTMLElement>): readonly [number, number] => {
    const box = event.currentTarget.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * EDGE, ((event.clientY - box.top) / box.height) * EDGE];
  };
  const lift = () => {
    if (last.current === null) return;
    last.current = null;
    onChange(toDigit(ink, EDGE));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const move = KEY_MOVES[event.key];
    const at = pen?.at ?? [EDGE / 2, EDGE / 4];
    if (move) {
      const next = [
        Math.min(EDGE - PEN_RADIUS, Math.max(PEN_RADIUS, at[0] + move[0])),
        Math.min(EDGE - PEN_RADIUS, Math.max(PEN_RADIUS, at[1] + move[1])),
      ] as const;
      if (pen?.down) stroke(at, next);
      setPen({ at: next, down: pen?.down ?? false });
    } else if (event.key === ' ') {
      const down = !(pen?.down ?? false);
      if (down) stroke(at, at);
      else onChange(toDigit(ink, EDGE));
      setPen({ at, down });
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      clear();
    } else return;
    event.preventDefault();
  };

  return (
    <div className={styles.pad} style={{ width: size }}>
      {/* A button takes focus and keys everywhere; what it does on a press is the handlers' below. */}
      <button
        type="button"
        className={styles.sheet}
        aria-roledescription={t('role')}
        aria-label={t('label')}
        onPointerDown={event => {
          event.currentTarget.setPointerCapture(event.pointerId);
          const at = placeOf(event);
          last.current = at;
          setPen(null);
          stroke(at, at);
        }}
        onPointerMove={event => {
          if (last.current === null) return;
          const at = placeOf(event);
          stroke(last.current, at);
          last.current = at;
        }}
        onPointerUp={lift}
        onPointerCancel={lift}
        onKeyDown={onKeyDown}
      >
        <canvas ref={canvas} className={styles.canvas} width={EDGE} height={EDGE} />
        {empty && pen === null && <span className={styles.hint}>{t('hint')}</span>}
        {pen !== null && (
          <span
            className={styles.pen}
            data-down={pen.down}
            style={{ left: `${(100 * pen.at[0]) / EDGE}%`, top: `${(100 * pen.at[1]) / EDGE}%` }}
          />
        )}
      </button>
      <Button size="small" variant="quiet" icon={<ResetIcon />} disabled={empty} onClick={clear}>
        {t('clear')}
      </Button>
    </div>
  );
}
