export { type ApiRates, createApiRates } from "./api-rates.ts";
export { mayHandOut } from "./create.ts";
export { keyRevoked } from "./events.ts";
export { creatorOfKey, holderOf, type KeyHolder, namesOfKeys } from "./find.ts";
export { noteUse } from "./last-used.ts";
export { keptLimits, limitsOf } from "./limits.ts";
export { endsAfterRotation } from "./rules.ts";
export { publishAllKeys, publishKeys, publishWorkspaceKeys } from "./snapshot.ts";
export { auditView as keyAuditView, insertKey, newKeyText } from "./store.ts";
export {
  endKeysOfVirtual,
  keysOfVirtual,
  limitKeysOfVirtual,
  renameKeysOfVirtual,
} from "./virtual.ts";
