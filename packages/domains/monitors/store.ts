import type { Prisma } from "@triops/database/client";
import type { Transaction } from "@triops/database/scoped";
import { invalid, limitReached, notFound } from "@triops/kernel/errors";
import { recoverValueFault } from "./rules.ts";
import type { Condition } from "./schemas.ts";

export type Row = Prisma.MonitorGetPayload<object>;

/** Monitors of one workspace: evaluation is shared by all of them. */
const monitorsMax = 1_000;

/** @throws notFound, also for a monitor of another workspace and for a deleted one */
export async function requireMonitor(db: Transaction, id: string): Promise<Row> {
  const row = await db.monitor.findFirst({ where: { id, deletedAt: null } });
  if (!row) throw notFound("monitor");
  return row;
}

/** @throws limitReached */
export async function requireRoom(db: Transaction): Promise<void> {
  if ((await db.monitor.count({ where: { deletedAt: null } })) >= monitorsMax) {
    throw limitReached(`A workspace has at most ${monitorsMax} monitors`);
  }
}

/** @throws invalid */
export function requireSense(condition: Condition): void {
  const fault = recoverValueFault(condition);
  if (fault)
    throw invalid("Some fields are missing or wrong", [{ path: "condition.recoverValue", message: fault }]);
}

/** Nothing fires any more and the next evaluation judges afresh, on the baselines learned so far. */
export async function startEpisodesAnew(
  db: Transaction,
  workspaceId: string,
  monitorId: string,
): Promise<void> {
  await db.$executeRaw`
    UPDATE monitor_series SET state = 'ok', memory = jsonb_set(memory, '{rule}', '""')
    WHERE "workspaceId" = ${workspaceId}::uuid AND "monitorId" = ${monitorId}::uuid`;
}

/** Keys of series with the text in the values or names of their labels. */
export async function keysWithLabel(
  db: Transaction,
  where: { workspaceId: string; monitorId: string; search: string; after: string; limit: number },
): Promise<string[]> {
  const rows = await db.$queryRaw<{ seriesKey: string }[]>`
    SELECT "seriesKey" FROM monitor_series
    WHERE "workspaceId" = ${where.workspaceId}::uuid AND "monitorId" = ${where.monitorId}::uuid
      AND "seriesKey" > ${where.after} AND position(lower(${where.search}) IN lower(labels::text)) > 0
    ORDER BY "seriesKey" LIMIT ${where.limit}`;
  return rows.map((row) => row.seriesKey);
}

/** What the audit log shows of a monitor. */
export function auditView({ id, name, description, severity, enabled, signal, condition }: Row) {
  return { id, name, description, severity, enabled, signal, condition };
}
