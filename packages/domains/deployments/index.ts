export { deploymentTaken } from "./events.ts";
export { resolveVariant } from "./resolve.ts";
export { describeVariants } from "./rules.ts";
export {
  auditView as auditDeployment,
  type Routed,
  requireDeployment,
  revise,
  variantsAtRevision,
  weightOfChampion,
} from "./store.ts";
export { type StoredVariant, storedVariants } from "./stored.ts";
