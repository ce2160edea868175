export { deploymentTaken } from "./events.ts";
export { resolveVariant } from "./resolve.ts";
export { describeVariants } from "./rules.ts";
export {
  type Routed,
  requireDeployment,
  revise,
  variantsAtRevision,
  weightOfChampion,
} from "./store.ts";
