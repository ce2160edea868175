export { silenceChanged } from "./events.ts";
export { compileMatchers } from "./matching.ts";
export type { Matcher } from "./rules.ts";
export { activeSilences, findSilence, type SilenceFacts } from "./store.ts";
