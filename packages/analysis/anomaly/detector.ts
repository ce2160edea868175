/**
 * Streaming anomaly detector for one series.
 *
 *   const state = createState();
 *   const verdict = update(state, timeMs, value);   // { score, onset, expected, lower, upper, … }
 *   const text = serialise(state);                  // a few kilobytes of text; deserialise(text) continues exactly
 *
 * `updateScore` does the same without allocating and returns the score alone; `onsetScore` and `explain` read the
 * rest of the latest row. Times are epoch milliseconds of the points themselves; there is no clock in here.
 * A point that is not finite, or not later than the one before, changes nothing and scores 0.
 */
export { explain, onsetScore, update } from "./explain.ts";
export { updateScore } from "./score.ts";
export { deserialise, serialise, stateBytes } from "./serialise.ts";
export { createState, type DetectorState } from "./state.ts";
