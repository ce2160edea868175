/**
 * References multiply, and patterns meet long texts: what one check may take is counted and not foreseen. A step is some
 * tens of nanoseconds; all of them are a few tenths of a second.
 */
const stepsMax = 1_000_000;
/** Faults that are kept while alternatives are tried. */
const faultsMax = 50_000;

/** A check that would take too long is given up. */
export class TooMuch extends Error {}

let left = stepsMax;

/** Checks are synchronous: one at a time has all the steps. */
export function beginCheck(): void {
  left = stepsMax;
}

/** @throws TooMuch */
export function spend(steps: number, faults = 0): void {
  left -= steps;
  if (left < 0 || faults > faultsMax) throw new TooMuch();
}
