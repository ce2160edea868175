export { creatorOfKey, holderOf, type KeyHolder, namesOfKeys } from "./find.ts";
export { noteUse } from "./last-used.ts";
export { keptLimits, limitsOf } from "./limits.ts";
export { publishAllKeys, publishWorkspaceKeys } from "./snapshot.ts";
export { auditView as keyAuditView, insertKey, newKeyText } from "./store.ts";
