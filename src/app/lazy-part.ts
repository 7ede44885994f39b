/** A part of the page whose code loads when it is first shown. */
import { lazy } from 'react';
import type { ComponentType, LazyExoticComponent } from 'react';

/** Code that did not come, or not whole. Browsers keep that for as long as the page is open: only a reload asks for it again. */
export class NotLoaded extends Error {
  override readonly name = 'NotLoaded';
}

export interface LazyPart<Props extends object> {
  readonly Component: LazyExoticComponent<ComponentType<Props>>;
  /** Fetches its code ahead. @throws NotLoaded. */
  readonly load: () => Promise<{ readonly default: ComponentType<Props> }>;
}

export function lazyPart<Props extends object>(
  code: () => Promise<{ readonly default: ComponentType<Props> }>,
): LazyPart<Props> {
  const load = () =>
    code().catch((error: unknown) => {
      throw new NotLoaded(error instanceof Error ? error.message : String(error), { cause: error });
    });
  return { Component: lazy(load), load };
}
