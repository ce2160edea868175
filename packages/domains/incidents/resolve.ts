import { conflict } from "@triops/kernel/errors";
import { defineVerb } from "../verb.ts";
import { incidentResolved } from "./events.ts";
import { incident, resolveInput } from "./schemas.ts";
import { addEntry, auditView, requireIncident } from "./store.ts";

/** It is over. Alerts that are still open stay open; a new one of the group soon after reopens the incident. */
export const resolve = defineVerb({
  name: "incidents.resolve",
  permission: "incidents:write",
  input: resolveInput,
  output: incident,
  run: async (work, { id, text }) => {
    const { db, context } = work;
    const before = await requireIncident(db, id);
    const [after] = await db.incident.updateManyAndReturn({
      where: { id, state: { not: "resolved" } },
      data: { state: "resolved", resolvedAt: context.now, openGroupKey: null },
    });
    if (!after) throw conflict("Already resolved");
    await addEntry(work, id, "resolved", text);
    work.audit({ subject: { type: "incident", id }, before: auditView(before), after: auditView(after) });
    work.emit(incidentResolved, { incidentId: id });
    return after;
  },
});
