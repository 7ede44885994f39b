/**
 * Access to a protected model, section 2.2 (iii): a visitor meets the model with its control layer; after an authorized
 * fingerprint the model is loaded again without it; leaving puts it back.
 *
 *   protected --present(authorized)--> authorized --leave--> protected
 *   any state --present(refused)--> protected
 */
import type { Verdict } from './gate';

export type Access = { readonly kind: 'protected' } | { readonly kind: 'authorized'; readonly user: number };

/** How the two forms of the model are loaded; each call gives one that nobody else uses. */
export interface ModelSource<Model> {
  loadProtected(): Promise<Model>;
  loadBare(): Promise<Model>;
  dispose(model: Model): void;
}

/** One visitor's session. It owns its model: never dispose of `model` outside. */
export class AccessSession<Model> {
  private constructor(
    private readonly source: ModelSource<Model>,
    private current: Model,
    private state: Access,
  ) {}

  static async open<Model>(source: ModelSource<Model>): Promise<AccessSession<Model>> {
    return new AccessSession(source, await source.loadProtected(), { kind: 'protected' });
  }

  get access(): Access {
    return this.state;
  }

  /** The model this visitor may use now. */
  get model(): Model {
    return this.current;
  }

  /** Takes the gate's verdict. When loading fails the session stays as it was, and the error is the caller's. */
  async present(verdict: Verdict): Promise<Access> {
    if (!verdict.authorized || verdict.user === null) return this.leave();
    if (this.state.kind === 'protected') this.replace(await this.source.loadBare());
    this.state = { kind: 'authorized', user: verdict.user };
    return this.state;
  }

  /** Attaches the control layer again. */
  async leave(): Promise<Access> {
    if (this.state.kind === 'authorized') this.replace(await this.source.loadProtected());
    this.state = { kind: 'protected' };
    return this.state;
  }

  close(): void {
    this.source.dispose(this.current);
  }

  private replace(model: Model): void {
    this.source.dispose(this.current);
    this.current = model;
  }
}
