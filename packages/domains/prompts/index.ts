export { commit } from "./commit.ts";
export { promptLabelMoved } from "./events.ts";
export { isProtected, readGateOf } from "./gate-store.ts";
export { valueFaults } from "./json-schema.ts";
export { moveLabel, type Permit, requestUrl } from "./labels.ts";
export { type Composed, composeAll } from "./library.ts";
export { qualityOf } from "./quality.ts";
export { dropVersion } from "./remove.ts";
export { type Rendered, renderPrompt } from "./render.ts";
export { partOf } from "./snapshot.ts";
export type { PublishedPromptVersion } from "./snapshot-schemas.ts";
export {
  contentOf,
  findVersion,
  type PromptRow,
  requireNumber,
  requirePrompt,
  requireVersion,
  shownVersions,
  type VersionRow,
} from "./store.ts";
export { takenBy } from "./variables.ts";
