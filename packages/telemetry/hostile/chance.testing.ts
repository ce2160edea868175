/** Chance that can be repeated: the same seed gives the same requests (mulberry32). */
export type Chance = {
  /** At least 0, below 1. */
  next(): number;
  /** A whole number from 0 up to and without `below`. */
  whole(below: number): number;
  of<T>(list: readonly T[]): T;
  bytes(length: number): Buffer;
};

export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (below: number) => Math.floor(next() * below);
  return {
    next,
    whole,
    of: (list) => list[whole(list.length)] as (typeof list)[number],
    bytes: (length) => Buffer.from(Array.from({ length }, () => whole(256))),
  };
}
