import { conflict } from "@triops/kernel/errors";
import { defineVerb } from "../verb.ts";
import { incident, updateInput } from "./schemas.ts";
import { addEntry, auditView, requireIncident } from "./store.ts";

/** Changes title or severity; each change is a line of the timeline. */
export const update = defineVerb({
  name: "incidents.update",
  permission: "incidents:write",
  input: updateInput,
  output: incident,
  run: async (work, { id, title, severity }) => {
    const { db } = work;
    const before = await requireIncident(db, id);
    const [after] = await db.incident.updateManyAndReturn({
      where: { id, updatedAt: before.updatedAt },
      data: { title: title ?? before.title, severity: severity ?? before.severity },
    });
    if (!after) throw conflict("Somebody else changed it just now; look again");
    if (after.severity !== before.severity) {
      await addEntry(work, id, "severity_changed", "", { from: before.severity, to: after.severity });
    }
    if (after.title !== before.title) {
      await addEntry(work, id, "title_changed", "", { from: before.title, to: after.title });
    }
    work.audit({ subject: { type: "incident", id }, before: auditView(before), after: auditView(after) });
    return after;
  },
});
