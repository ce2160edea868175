import { conflict } from "@triops/kernel/errors";
import { idInput } from "../paging.ts";
import { defineVerb } from "../verb.ts";
import { incidentAcknowledged } from "./events.ts";
import { blockedBecause } from "./rules.ts";
import { type IncidentState, incident } from "./schemas.ts";
import { addEntry, auditView, requireIncident } from "./store.ts";

/** "I am on it." The first one counts; the assignee becomes whoever acknowledges, if nobody was assigned. */
export const acknowledge = defineVerb({
  name: "incidents.acknowledge",
  permission: "incidents:write",
  input: idInput,
  output: incident,
  run: async (work, { id }) => {
    const { db, context } = work;
    const before = await requireIncident(db, id);
    const memberId = context.actor.kind === "member" ? context.actor.id : null;
    const [after] = await db.incident.updateManyAndReturn({
      where: { id, state: "open" },
      data: {
        state: "acknowledged",
        acknowledgedAt: context.now,
        assigneeId: before.assigneeId ?? memberId,
      },
    });
    if (!after) throw conflict(blockedBecause.acknowledge(before.state as IncidentState) ?? "Just changed");
    await addEntry(work, id, "acknowledged");
    work.audit({ subject: { type: "incident", id }, before: auditView(before), after: auditView(after) });
    work.emit(incidentAcknowledged, { incidentId: id });
    return after;
  },
});
