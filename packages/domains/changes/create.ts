import { invalid } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { defineVerb } from "../verb.ts";
import { timeFault } from "./rules.ts";
import { change, changeReport } from "./schemas.ts";
import { auditView, beforeAndAfter } from "./store.ts";

/** Records a change by hand or from a script. @throws invalid, conflict for an externalId already recorded */
export const create = defineVerb({
  name: "changes.create",
  permission: "changes:write",
  input: changeReport,
  output: change,
  run: async (work, { at, before, after, externalId, ...said }) => {
    const { db, context } = work;
    const instant = at ? new Date(at) : context.now;
    const fault = timeFault(instant, context.now);
    if (fault) throw invalid("Some fields are missing or wrong", [{ path: "at", message: fault }]);
    const id = newId();
    const row = await db.change.create({
      data: {
        id,
        workspaceId: context.workspaceId,
        kind: said.kind,
        service: said.service ?? null,
        target: said.target ?? null,
        title: said.title,
        at: instant,
        actor: said.actor ?? context.actor.name,
        link: said.link ?? null,
        ...beforeAndAfter(before, after),
        source: context.actor.kind === "member" ? "hand" : "api",
        externalId: externalId ?? id,
        createdById: context.actor.id,
      },
    });
    work.audit({ subject: { type: "change", id }, after: auditView(row) });
    return row;
  },
});
