/** Long work cut into pieces by the time they take, so that on a slow computer too a stop is heard, and a checkpoint kept, in time. */

/** Milliseconds that a piece may take. */
const PIECE = 1000;

export class Pace {
  private fitting: number;

  /** @param first how many things the first piece has, before anything is known; @param most how many any has. */
  constructor(
    first: number,
    private readonly most: number,
  ) {
    this.fitting = first;
  }

  /** How many things the next piece has. */
  get next(): number {
    return this.fitting;
  }

  /** What the latest piece took. */
  took(things: number, milliseconds: number): void {
    this.fitting = Math.max(1, Math.min(this.most, Math.floor((things * PIECE) / milliseconds)));
  }
}
