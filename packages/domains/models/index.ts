export { type Move, moveAlias, type Permit } from "./aliases.ts";
export { originalSource } from "./download-uri.ts";
export {
  aliasMoved,
  modelCreated,
  modelDeleted,
  modelTagDeleted,
  modelTagSet,
  stageMoved,
  versionCreated,
  versionDeleted,
  versionTagDeleted,
  versionTagSet,
} from "./events.ts";
export { readVersionFiles } from "./files.ts";
export { findVersion } from "./find.ts";
export { gateOfModel } from "./gate-store.ts";
export { idOfModel, idOfVersion, versionMax } from "./lookup.ts";
export { metricsOfMany } from "./measures.ts";
export { readDescription } from "./mlmodel.ts";
export { isProtected, promptTag, stageOf, stages } from "./rules.ts";
export { askServingFrom, type Serving } from "./serving.ts";
export { requireModel, requireNumber, requireVersion } from "./store.ts";
