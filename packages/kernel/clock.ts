/** The only source of "now" at the edges; cores take the time as an argument. */
export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };

/** A clock that tests turn by hand. */
export function manualClock(
  start: Date | string,
): Clock & { set(at: Date): void; advanceMs(ms: number): void } {
  let at = new Date(start);
  return {
    now: () => new Date(at),
    set: (next) => {
      at = new Date(next);
    },
    advanceMs: (ms) => {
      at = new Date(at.getTime() + ms);
    },
  };
}
