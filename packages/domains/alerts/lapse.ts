import { systemContext } from "@triops/kernel/context";
import { newId } from "@triops/kernel/ids";
import { intakeStream } from "../intake/schemas.ts";
import type { Runtime } from "../runtime.ts";
import { inTransaction, type Work } from "../work.ts";
import { alertsResolved } from "./events.ts";
import { lockWorkspace, writeChanges } from "./outside-store.ts";

const name = "alerts.lapse";
/** One transaction, and one event. */
const batch = 500;
/** Claims that wait longer than this may be the very ones that keep an alert open: nothing lapses before they count. */
const backlogMsMax = 5_000;

/**
 * Ends alerts from outside whose claim was not repeated until its end. Prometheus promises four intervals ahead, so
 * that one that is missed ends nothing.
 */
export async function lapseDue(runtime: Runtime, signal: AbortSignal): Promise<void> {
  const now = runtime.clock.now();
  if (await isBehind(runtime, now)) return;
  while (!signal.aborted) {
    const due = await runtime.database.alert.findMany({
      where: { lapseCheckAt: { lte: now } },
      orderBy: { lapseCheckAt: "asc" },
      take: batch,
      select: { id: true, workspaceId: true },
    });
    const byWorkspace = new Map<string, string[]>();
    for (const { id, workspaceId } of due) {
      byWorkspace.set(workspaceId, [...(byWorkspace.get(workspaceId) ?? []), id]);
    }
    for (const [workspaceId, ids] of byWorkspace) {
      const context = systemContext(workspaceId, name, now, newId());
      await inTransaction({ context, runtime }, name, (work) => lapseIn(work, ids));
    }
    if (due.length < batch) return;
  }
}

async function isBehind({ redis }: Runtime, now: Date): Promise<boolean> {
  const [oldest] = await redis.xrange(intakeStream("alerts"), "-", "+", "COUNT", 1);
  // The first part of a stream id is the time of its arrival.
  return oldest !== undefined && now.getTime() - Number.parseInt(oldest[0], 10) > backlogMsMax;
}

async function lapseIn(work: Work, ids: string[]): Promise<void> {
  const { db, context } = work;
  const now = context.now.toISOString();
  await lockWorkspace(work);
  await db.$executeRaw`
    UPDATE alerts SET "lapseCheckAt" = CASE WHEN state = 'open' THEN "endsAt" END
    WHERE "workspaceId" = ${context.workspaceId}::uuid AND id = ANY(${ids}::uuid[])
      AND (state <> 'open' OR "endsAt" IS NULL OR "endsAt" > ${now}::timestamp)`;
  const ended = await db.$queryRaw<{ id: string; resolvedAt: Date }[]>`
    UPDATE alerts SET state = 'resolved', "openFingerprint" = NULL, "lapseCheckAt" = NULL, "resolvedAt" = "endsAt",
      ended = 'lapsed', "updatedAt" = ${now}::timestamp
    WHERE "workspaceId" = ${context.workspaceId}::uuid AND id = ANY(${ids}::uuid[])
      AND state = 'open' AND "endsAt" <= ${now}::timestamp
    RETURNING id, "resolvedAt"`;
  const [first] = ended;
  if (!first) return;
  const detail = { reason: "nobody repeated the claim in time" };
  await writeChanges(
    work,
    ended.map(({ id, resolvedAt }) => ({
      alertId: id,
      kind: "resolved",
      atMs: resolvedAt.getTime(),
      detail,
    })),
  );
  work.emit(alertsResolved, { alertIds: ended.map((row) => row.id) });
  work.audit({ subject: { type: "alert", id: first.id }, after: { lapsed: ended.length } });
}
