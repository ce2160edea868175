import { notFound } from "@triops/kernel/errors";
import { defineVerb } from "../verb.ts";
import { assignInput, incident } from "./schemas.ts";
import { addEntry, auditView, requireIncident } from "./store.ts";

/** Names the person who leads, or nobody. @throws notFound for somebody who is not a member */
export const assign = defineVerb({
  name: "incidents.assign",
  permission: "incidents:write",
  input: assignInput,
  output: incident,
  run: async (work, { id, assigneeId }) => {
    const { db } = work;
    const before = await requireIncident(db, id);
    const member = assigneeId
      ? await db.member.findFirst({ where: { id: assigneeId }, include: { user: true } })
      : null;
    if (assigneeId && !member) throw notFound("member");
    const [after] = await db.incident.updateManyAndReturn({ where: { id }, data: { assigneeId } });
    if (!after) throw notFound("incident");
    await addEntry(work, id, "assigned", "", { to: member?.user.name ?? null });
    work.audit({ subject: { type: "incident", id }, before: auditView(before), after: auditView(after) });
    return after;
  },
});
