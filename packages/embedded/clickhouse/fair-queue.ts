import { EngineError } from "./engine-errors.ts";

export interface QueueOptions {
  /** Queries that may run at once. */
  slots: number;
  /** Slots that only the other kind may use, so that slow reads never block inserts, nor inserts reads. */
  reservedPerKind: number;
  /** A query that waited longer than this is refused, ms. */
  waitMsMax: number;
  /** Queries that may wait; one more is refused at once. */
  waitingMax: number;
}

export type QueueKind = "read" | "write";

interface Waiter {
  kind: QueueKind;
  start: (release: () => void) => void;
  timer: NodeJS.Timeout;
}

const tooMany = (why: string) =>
  new EngineError(202, "TOO_MANY_SIMULTANEOUS_QUERIES", `Too many simultaneous queries: ${why}`);

/**
 * Hands out slots to lanes in turn (a lane is one client application), first come first served within a lane,
 * so that a caller with a thousand queries waits behind its own and not in front of everybody's.
 */
export class FairQueue {
  readonly #options: QueueOptions;
  readonly #lanes = new Map<string, Waiter[]>();
  readonly #running: Record<QueueKind, number> = { read: 0, write: 0 };
  #waiting = 0;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  get depth(): { running: number; waiting: number } {
    return { running: this.#running.read + this.#running.write, waiting: this.#waiting };
  }

  /** Resolves with the function that gives the slot back. Rejects with code 202 when full or too old. */
  enter(caller: string, kind: QueueKind, signal?: AbortSignal): Promise<() => void> {
    const lane = `${kind} ${caller}`; // a caller's inserts must not stand behind its own slow reads
    if (this.#waiting === 0 && this.#fits(kind)) return Promise.resolve(this.#occupy(kind));
    if (this.#waiting >= this.#options.waitingMax) {
      return Promise.reject(tooMany(`${this.#waiting} are already waiting`));
    }
    return new Promise((resolve, reject) => {
      const leave = (why: EngineError) => {
        const list = this.#lanes.get(lane);
        const index = list?.indexOf(waiter) ?? -1;
        if (!list || index < 0) return;
        list.splice(index, 1);
        if (list.length === 0) this.#lanes.delete(lane);
        this.#waiting -= 1;
        clearTimeout(waiter.timer);
        reject(why);
      };
      const waiter: Waiter = {
        kind,
        start: resolve,
        timer: setTimeout(
          () => leave(tooMany(`no slot within ${this.#options.waitMsMax} ms`)),
          this.#options.waitMsMax,
        ),
      };
      signal?.addEventListener(
        "abort",
        () => leave(new EngineError(394, "QUERY_WAS_CANCELLED", "The caller went away")),
        { once: true },
      );
      const list = this.#lanes.get(lane);
      if (list) list.push(waiter);
      else this.#lanes.set(lane, [waiter]);
      this.#waiting += 1;
      this.#advance();
    });
  }

  #fits(kind: QueueKind): boolean {
    const { slots, reservedPerKind } = this.#options;
    if (this.#running.read + this.#running.write >= slots) return false;
    return this.#running[kind] < slots - reservedPerKind;
  }

  #occupy(kind: QueueKind): () => void {
    this.#running[kind] += 1;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#running[kind] -= 1;
      this.#advance();
    };
  }

  /** Starts whatever fits, one waiter per lane and round; a lane that was served goes to the back. */
  #advance(): void {
    let progress = true;
    while (progress && this.#waiting > 0) {
      progress = false;
      for (const [lane, list] of [...this.#lanes]) {
        const waiter = list[0];
        if (!waiter || !this.#fits(waiter.kind)) continue;
        list.shift();
        this.#lanes.delete(lane);
        if (list.length > 0) this.#lanes.set(lane, list);
        this.#waiting -= 1;
        clearTimeout(waiter.timer);
        waiter.start(this.#occupy(waiter.kind));
        progress = true;
      }
    }
  }
}
