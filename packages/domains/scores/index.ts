export { scoresOfTraces, tracesScored } from "./store.ts";
