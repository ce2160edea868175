import { conflict } from "@triops/kernel/errors";
import { defineVerb } from "../verb.ts";
import type { Work } from "../work.ts";
import { alertResolved } from "./events.ts";
import { alert, type endings, resolveInput } from "./schemas.ts";
import { addChange, auditView, type Row, requireAlert } from "./store.ts";

/** Ends an open alert; nothing happens when none is open. @returns the alert as it was left, or null */
export async function endOpenAlert(
  work: Work,
  where: { id: string } | { openFingerprint: string },
  at: Date,
  ended: (typeof endings)[number],
  detail: Record<string, unknown>,
): Promise<Row | null> {
  const before = await work.db.alert.findFirst({ where: { ...where, state: "open" } });
  if (!before) return null;
  const [after] = await work.db.alert.updateManyAndReturn({
    where: { id: before.id, state: "open" },
    data: {
      state: "resolved",
      openFingerprint: null,
      lapseCheckAt: null,
      resolvedAt: at,
      lastSeenAt: at,
      ended,
    },
  });
  if (!after) return null;
  await addChange(work, after.id, "resolved", at, detail);
  work.audit({
    subject: { type: "alert", id: after.id },
    before: auditView(before),
    after: auditView(after),
  });
  work.emit(alertResolved, { alertId: after.id });
  return after;
}

/** A person says that it is over; it stays so until the monitor or the other system finds it anew. */
export const resolve = defineVerb({
  name: "alerts.resolve",
  permission: "alerts:write",
  input: resolveInput,
  output: alert,
  run: async (work, { id, reason }) => {
    await requireAlert(work.db, id);
    const row = await endOpenAlert(work, { id }, work.context.now, "hand", {
      by: work.context.actor.name,
      ...(reason ? { reason } : {}),
    });
    if (!row) throw conflict("Already resolved");
    return row;
  },
});
