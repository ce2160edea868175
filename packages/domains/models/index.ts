export { moveAlias } from "./aliases.ts";
export { originalSource } from "./download-uri.ts";
export {
  aliasMoved,
  modelCreated,
  modelTagDeleted,
  modelTagSet,
  stageMoved,
  versionCreated,
  versionTagDeleted,
  versionTagSet,
} from "./events.ts";
export { readVersionFiles } from "./files.ts";
export { findVersion } from "./find.ts";
export { gateOfModel } from "./gate-store.ts";
export { idOfModel, idOfVersion } from "./lookup.ts";
export { metricsOfMany } from "./measures.ts";
export { readDescription } from "./mlmodel.ts";
export { isProtected, stageOf, stages } from "./rules.ts";
export { askServingFrom, type Serving } from "./serving.ts";
export { requireModel, requireNumber, requireVersion } from "./store.ts";
