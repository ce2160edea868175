import { newId } from "@triops/kernel/ids";
import { defineVerb } from "../verb.ts";
import { incidentOpened } from "./events.ts";
import { createInput, incident } from "./schemas.ts";
import { addEntry, auditView, reserveNumbers } from "./store.ts";

/** Declares an incident by hand. */
export const create = defineVerb({
  name: "incidents.create",
  permission: "incidents:write",
  input: createInput,
  output: incident,
  run: async (work, { title, severity }) => {
    const { db, context } = work;
    const row = await db.incident.create({
      data: {
        id: newId(),
        workspaceId: context.workspaceId,
        number: await reserveNumbers(work),
        title,
        severity,
        state: "open",
        openedAt: context.now,
        createdById: context.actor.id,
      },
    });
    await addEntry(work, row.id, "opened");
    work.audit({ subject: { type: "incident", id: row.id }, after: auditView(row) });
    work.emit(incidentOpened, { incidentId: row.id });
    return row;
  },
});
