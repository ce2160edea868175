import { conflict } from "@triops/kernel/errors";
import { defineVerb } from "../verb.ts";
import { incidentReopened } from "./events.ts";
import { incident, resolveInput } from "./schemas.ts";
import { addEntry, auditView, requireIncident } from "./store.ts";

/** Not over after all. @throws conflict while another incident of the same group is open */
export const reopen = defineVerb({
  name: "incidents.reopen",
  permission: "incidents:write",
  input: resolveInput,
  output: incident,
  run: async (work, { id, text }) => {
    const { db } = work;
    const before = await requireIncident(db, id);
    if (before.groupKey) {
      const other = await db.incident.findFirst({ where: { openGroupKey: before.groupKey } });
      if (other && other.id !== id) throw conflict(`Incident ${other.number} about the same thing is open`);
    }
    const [after] = await db.incident.updateManyAndReturn({
      where: { id, state: "resolved" },
      data: { state: "open", resolvedAt: null, acknowledgedAt: null, openGroupKey: before.groupKey },
    });
    if (!after) throw conflict("Still open");
    await addEntry(work, id, "reopened", text);
    work.audit({ subject: { type: "incident", id }, before: auditView(before), after: auditView(after) });
    work.emit(incidentReopened, { incidentId: id });
    return after;
  },
});
