export { type Move, moveAlias, type Permit } from "./aliases.ts";
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
export { gateOfModel } from "./gate-store.ts";
export { isProtected, promptTag } from "./rules.ts";
export { requireModel, requireNumber, requireVersion } from "./store.ts";
