/**
 * A database for tests, since Node has no IndexedDB: what `persistence.ts` asks of `idb`, in memory. Every tab that opens it gets the
 * same rows, copied on their way in and out, and transactions come one after the other. It can have no room, and rows that it does not
 * give, as Chromium has whose file was lost.
 */
type Name = 'models' | 'visit' | 'cells';
type Rows = Map<string, unknown>;
type Request = <T>(work: () => T) => Promise<T>;

class Store {
  constructor(
    private readonly disk: Pick<PretendedDatabase, 'isFull' | 'lost'>,
    private readonly rows: Rows,
    private readonly request: Request,
  ) {}

  get(key: string): Promise<unknown> {
    return this.request(() => {
      if (this.disk.lost.has(key))
        throw new DOMException('Failed to read large IndexedDB value', 'DataError');
      return structuredClone(this.rows.get(key));
    });
  }

  getKey(key: string): Promise<string | undefined> {
    return this.request(() => (this.rows.has(key) ? key : undefined));
  }

  getAllKeys(): Promise<readonly string[]> {
    return this.request(() => [...this.rows.keys()].toSorted());
  }

  /** Without a key, that of a model: its id. */
  put(value: unknown, key = (value as { readonly id: string }).id): Promise<unknown> {
    const copy: unknown = structuredClone(value);
    return this.request(() => {
      if (this.disk.isFull) throw new DOMException('full', 'QuotaExceededError');
      return this.rows.set(key, copy);
    });
  }

  delete(key: string): Promise<unknown> {
    return this.request(() => this.rows.delete(key));
  }
}

export class PretendedDatabase {
  isFull = false;
  /** How much was asked of it so far. */
  requests = 0;
  /** Keys of the rows that it does not give. */
  readonly lost = new Set<string>();
  private readonly rows: Readonly<Record<Name, Rows>> = {
    models: new Map(),
    visit: new Map(),
    cells: new Map(),
  };
  private turn: Promise<void> = Promise.resolve();

  transaction(names: Name | readonly Name[]) {
    const before = this.turn;
    let end: () => void = () => undefined;
    const done = new Promise<void>(resolve => {
      end = resolve;
    });
    this.turn = done;
    let waiting = 0;
    const request: Request = async work => {
      this.requests += 1;
      waiting += 1;
      await before;
      try {
        return work();
      } finally {
        waiting -= 1;
        // It ends by itself once nothing more is asked of it.
        setTimeout(() => waiting === 0 && end());
      }
    };
    const objectStore = (name: Name) => new Store(this, this.rows[name], request);
    return { store: objectStore([names].flat()[0]!), objectStore, done };
  }

  get(name: Name, key: string): Promise<unknown> {
    return this.transaction(name).store.get(key);
  }

  getAllKeys(name: Name): Promise<readonly string[]> {
    return this.transaction(name).store.getAllKeys();
  }

  put(name: Name, value: unknown, key?: string): Promise<unknown> {
    return this.transaction(name).store.put(value, key);
  }

  delete(name: Name, key: string): Promise<unknown> {
    return this.transaction(name).store.delete(key);
  }
}
