export { memberRemoved } from "./events.ts";
export { createPerson, normalEmail } from "./people.ts";
export { addMember, auditView as memberAuditView } from "./store.ts";
