export { isProtected, readGateOf } from "./gate-store.ts";
export { moveLabel } from "./labels.ts";
export { composeAll } from "./library.ts";
export { qualityOf } from "./quality.ts";
export { type Rendered, renderPrompt } from "./render.ts";
export { partOf } from "./snapshot.ts";
export type { PublishedPromptVersion } from "./snapshot-schemas.ts";
export {
  contentOf,
  type PromptRow,
  requireNumber,
  requirePrompt,
  requireVersion,
  type VersionRow,
} from "./store.ts";
export { takenBy } from "./variables.ts";
