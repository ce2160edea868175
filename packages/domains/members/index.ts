export { memberRemoved } from "./events.ts";
export { createPerson } from "./people.ts";
export { addMember, auditView as memberAuditView } from "./store.ts";
