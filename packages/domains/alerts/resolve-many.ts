import { defineVerb } from "../verb.ts";
import { alertsResolved } from "./events.ts";
import { writeChanges } from "./outside-store.ts";
import { resolveManyInput, resolveManyResult } from "./schemas.ts";
import { auditView } from "./store.ts";

/** A person says of several that they are over. Those that are already, or that are not found, are left out. */
export const resolveMany = defineVerb({
  name: "alerts.resolve-many",
  permission: "alerts:write",
  input: resolveManyInput,
  output: resolveManyResult,
  run: async (work, { ids, reason }) => {
    const { actor, now: at } = work.context;
    const wanted = [...new Set(ids)];
    const ended = await work.db.alert.updateManyAndReturn({
      where: { id: { in: wanted }, state: "open" },
      data: {
        state: "resolved",
        openFingerprint: null,
        lapseCheckAt: null,
        resolvedAt: at,
        lastSeenAt: at,
        ended: "hand",
      },
    });
    const detail = { by: actor.name, ...(reason ? { reason } : {}) };
    await writeChanges(
      work,
      ended.map(({ id }) => ({ alertId: id, kind: "resolved", atMs: at.getTime(), detail })),
    );
    for (const row of ended) {
      const after = auditView(row);
      work.audit({ subject: { type: "alert", id: row.id }, before: { ...after, state: "open" }, after });
    }
    if (ended.length > 0) work.emit(alertsResolved, { alertIds: ended.map((row) => row.id) });
    const counts = { resolved: ended.length, skipped: wanted.length - ended.length };
    if (ended.length === 0) work.audit({ subject: { type: "alert", id: wanted[0] ?? "" }, after: counts });
    return counts;
  },
});
