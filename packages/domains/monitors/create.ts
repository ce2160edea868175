import { newId } from "@triops/kernel/ids";
import { defineVerb } from "../verb.ts";
import { requireQuery } from "./promql-points.ts";
import { createInput, monitor } from "./schemas.ts";
import { auditView, requireRoom, requireSense } from "./store.ts";

/** Starts to watch; the first evaluation follows within seconds. @throws limitReached, invalid */
export const create = defineVerb({
  name: "monitors.create",
  permission: "monitors:write",
  input: createInput,
  output: monitor,
  run: async (work, { signal, condition, ...named }) => {
    const { db, context } = work;
    requireSense(condition);
    requireQuery(signal);
    await requireRoom(db);
    const row = await db.monitor.create({
      data: {
        ...named,
        id: newId(),
        workspaceId: context.workspaceId,
        kind: condition.kind,
        signal,
        condition,
        origin: "member",
        createdById: context.actor.id,
      },
    });
    work.audit({ subject: { type: "monitor", id: row.id }, after: auditView(row) });
    return row;
  },
});
