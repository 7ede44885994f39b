/**
 * Dragging from the tray with a finger, which the browser's own drag and drop leaves to chance. A short hold picks an item up,
 * so that a swipe still scrolls; the item under the finger is a copy, and what lies under the finger decides.
 *
 * Items carry `data-tray-item`, the place to let go `data-gate`.
 */
import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

const HOLD_MS = 180;
/** A finger that moves this far before the hold is over wants to scroll. */
const SCROLL_PX = 10;
const GHOST_PX = 84;

interface Drag {
  readonly id: string;
  readonly item: HTMLElement;
  readonly timer: number;
  readonly x: number;
  readonly y: number;
  ghost: HTMLCanvasElement | null;
}

function gateAt(touch: Touch): HTMLElement | null {
  const below = document.elementFromPoint(touch.clientX, touch.clientY);
  return below?.closest<HTMLElement>('[data-gate]') ?? null;
}

function makeGhost(item: HTMLElement): HTMLCanvasElement {
  const source = item.querySelector('img');
  const ghost = document.createElement('canvas');
  ghost.width = source?.naturalWidth ?? 1;
  ghost.height = source?.naturalHeight ?? 1;
  if (source) ghost.getContext('2d')?.drawImage(source, 0, 0);
  ghost.style.cssText = `position:fixed;left:0;top:0;z-index:40;width:${GHOST_PX}px;height:${GHOST_PX}px;border-radius:7px;opacity:.92;pointer-events:none;image-rendering:pixelated;box-shadow:0 6px 18px rgb(0 0 0 / 35%)`;
  document.body.append(ghost);
  return ghost;
}

/** @returns the tray's ref; `onDrop` gets the item's id when it was let go over the gate. */
export function useTouchDrag(onDrop: (id: string) => void): RefObject<HTMLDivElement | null> {
  const tray = useRef<HTMLDivElement>(null);
  const drop = useRef(onDrop);
  useEffect(() => {
    drop.current = onDrop;
  }, [onDrop]);

  useEffect(() => {
    const element = tray.current;
    if (!element) return;
    let drag: Drag | null = null;

    const mark = (gate: HTMLElement | null) => {
      for (const other of document.querySelectorAll<HTMLElement>('[data-gate]')) {
        other.toggleAttribute('data-touched', other === gate);
      }
    };
    const follow = (touch: Touch) => {
      if (!drag?.ghost) return;
      // Above the finger, or the finger hides it.
      drag.ghost.style.transform = `translate(${touch.clientX - GHOST_PX / 2}px, ${touch.clientY - GHOST_PX - 8}px)`;
      mark(gateAt(touch));
    };
    const end = () => {
      if (!drag) return;
      window.clearTimeout(drag.timer);
      drag.ghost?.remove();
      drag = null;
      mark(null);
    };
    const onStart = (event: TouchEvent) => {
      end();
      const touch = event.touches[0];
      const item =
        event.target instanceof Element ? event.target.closest<HTMLElement>('[data-tray-item]') : null;
      const id = item?.dataset['trayItem'];
      if (!touch || event.touches.length > 1 || !item || id === undefined) return;
      const timer = window.setTimeout(() => {
        if (!drag) return;
        drag.ghost = makeGhost(item);
        follow(touch);
      }, HOLD_MS);
      drag = { id, item, timer, x: touch.clientX, y: touch.clientY, ghost: null };
    };
    const onMove = (event: TouchEvent) => {
      const touch = event.touches[0];
      if (!drag || !touch) return;
      if (drag.ghost) {
        event.preventDefault();
        follow(touch);
      } else if (Math.hypot(touch.clientX - drag.x, touch.clientY - drag.y) > SCROLL_PX) end();
    };
    const onEnd = (event: TouchEvent) => {
      const touch = event.changedTouches[0];
      if (drag?.ghost && touch) {
        // What was dragged is not also pressed.
        event.preventDefault();
        if (gateAt(touch)) drop.current(drag.id);
      }
      end();
    };
    const keepOut = (event: Event) => {
      // The browser's own long press: a menu, or its own drag.
      if (drag) event.preventDefault();
    };

    element.addEventListener('touchstart', onStart, { passive: true });
    element.addEventListener('touchmove', onMove, { passive: false });
    element.addEventListener('touchend', onEnd);
    element.addEventListener('touchcancel', end);
    element.addEventListener('contextmenu', keepOut);
    element.addEventListener('dragstart', keepOut, { capture: true });
    return () => {
      end();
      element.removeEventListener('touchstart', onStart);
      element.removeEventListener('touchmove', onMove);
      element.removeEventListener('touchend', onEnd);
      element.removeEventListener('touchcancel', end);
      element.removeEventListener('contextmenu', keepOut);
      element.removeEventListener('dragstart', keepOut, { capture: true });
    };
  }, []);

  return tray;
}
