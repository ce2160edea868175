import type { Target } from "./index-lines.ts";
import type { Rows } from "./rows.ts";
import { Segment } from "./segment.ts";
import type { Slot } from "./slots.ts";

/** What the streams of a journal have in common. */
export interface Keeper {
  takeSlot(): Promise<Slot>;
  /** Inserts the segment and empties its files. Rejects when the engine says "not now". */
  store(segment: Segment): Promise<void>;
  release(slot: Slot): Promise<void>;
}

/** Rows wait at most this long for neighbours, ms. */
const GATHER_MS = 1_000;
/** A segment of this many bytes goes at once: a second of the busiest sender, and little for the engine to hold. */
const SEGMENT_BYTES = 24 * 1024 * 1024;
/** After a failure: doubling from the first to the last, ms. */
const RETRY_MS_FIRST = 250;
const RETRY_MS_MOST = 5_000;

/** All rows of one statement: gathered in an open segment, inserted from closed ones in the order they came. */
export class Stream {
  readonly target: Target;
  readonly table: string;
  /** A batch with this statement was inserted at once: its names and columns exist. */
  proven = false;
  readonly #keeper: Keeper;
  #open: Segment | null = null;
  #opening: Promise<void> | null = null;
  readonly #closed: Segment[] = [];
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #running: Promise<void> | null = null;
  #queued: Promise<void> | null = null;

  constructor(target: Target, table: string, keeper: Keeper) {
    this.target = target;
    this.table = table;
    this.#keeper = keeper;
  }

  get segments(): Segment[] {
    return this.#open === null ? [...this.#closed] : [...this.#closed, this.#open];
  }

  get isEmpty(): boolean {
    return this.#open === null && this.#closed.length === 0 && this.#opening === null;
  }

  /** A batch as the whole journal knows it: tokens are of a table. */
  nameOf(token: string): string {
    return `${this.target.database} ${this.table} ${token}`;
  }

  /** Takes over what an earlier process left. */
  adopt(segment: Segment): void {
    this.#closed.push(segment);
    this.#later(0);
  }

  async append(token: string, rows: Rows): Promise<void> {
    for (;;) {
      const open = this.#open;
      if (open !== null && !open.broken && open.bytesGiven < SEGMENT_BYTES) return open.append(token, rows);
      if (open !== null) this.#flushSoon();
      this.#opening ??= this.#begin();
      await this.#opening;
    }
  }

  async #begin(): Promise<void> {
    try {
      const slot = await this.#keeper.takeSlot();
      this.#open = new Segment(slot, this.target);
      this.#later(GATHER_MS);
    } finally {
      this.#opening = null;
    }
  }

  #later(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#flushSoon(), ms);
  }

  #flushSoon(): void {
    this.#close();
    this.flush().then(
      () => {
        this.#failures = 0;
      },
      () => {
        this.#later(Math.min(RETRY_MS_MOST, RETRY_MS_FIRST * 2 ** this.#failures));
        this.#failures += 1;
      },
    );
  }

  #close(): void {
    if (this.#open === null) return;
    this.#closed.push(this.#open);
    this.#open = null;
  }

  /**
   * Resolves when everything that was acknowledged before the call is in the engine; rejects at the engine's first
   * refusal. Calls that come during a run share the next one.
   */
  flush(): Promise<void> {
    if (this.#queued !== null) return this.#queued;
    const before = this.#running ?? Promise.resolve();
    const queued: Promise<void> = before
      .catch(() => {}) // heard by those who asked for that run
      .then(() => {
        this.#queued = null;
        this.#running = queued;
        return this.#run();
      })
      .finally(() => {
        if (this.#running === queued) this.#running = null;
      });
    this.#queued = queued;
    return queued;
  }

  async #run(): Promise<void> {
    this.#close();
    for (let segment = this.#closed[0]; segment !== undefined; segment = this.#closed[0]) {
      await segment.settled();
      if (segment.batches.length > 0) await this.#keeper.store(segment);
      this.#closed.shift();
      await this.#keeper.release(segment.slot);
    }
    if (this.#open === null) clearTimeout(this.#timer);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
