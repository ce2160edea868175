export { silenceChanged } from "./events.ts";
export { compileMatchers, type Labels } from "./matching.ts";
export type { Matcher } from "./rules.ts";
export { activeSilences, findSilence, type SilenceFacts } from "./store.ts";
