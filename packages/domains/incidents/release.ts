import { subscribe } from "../events.ts";
import { memberRemoved } from "../members/index.ts";
import { addEntry, auditView } from "./store.ts";

/** Somebody left the workspace: what they led and is not over yet is nobody's now, visibly. */
export const release = subscribe(memberRemoved, "incidents.release", async (work, { memberId }) => {
  const led = await work.db.incident.findMany({
    where: { assigneeId: memberId, state: { not: "resolved" } },
  });
  for (const before of led) {
    await work.db.incident.updateMany({ where: { id: before.id }, data: { assigneeId: null } });
    await addEntry(work, before.id, "assigned", "", { to: null });
    const after = { ...before, assigneeId: null };
    work.audit({
      subject: { type: "incident", id: before.id },
      before: auditView(before),
      after: auditView(after),
    });
  }
});
