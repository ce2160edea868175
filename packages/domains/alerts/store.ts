import type { Prisma } from "@triops/database/client";
import type { Transaction } from "@triops/database/scoped";
import { notFound } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import type { Severity } from "../severity.ts";
import type { Work } from "../work.ts";
import type { changeKinds } from "./schemas.ts";

export type Row = Prisma.AlertGetPayload<object>;

/** An alert as other nouns may see it. */
export type AlertFacts = {
  id: string;
  fingerprint: string;
  title: string;
  severity: Severity;
  state: "open" | "resolved";
  labels: Record<string, string>;
  incidentId: string | null;
  silenced: boolean;
};

/** @throws notFound, also for an alert of another workspace */
export async function requireAlert(db: Transaction, id: string): Promise<Row> {
  const row = await db.alert.findFirst({ where: { id } });
  if (!row) throw notFound("alert");
  return row;
}

const facts = {
  id: true,
  fingerprint: true,
  title: true,
  severity: true,
  state: true,
  labels: true,
  incidentId: true,
  silenced: true,
} as const;

export async function findAlerts(db: Transaction, ids: readonly string[]): Promise<AlertFacts[]> {
  const where = { id: { in: [...ids] } };
  return (await db.alert.findMany({ where, select: facts, orderBy: { id: "asc" } })) as AlertFacts[];
}

export async function attachToIncident(
  { db }: Work,
  ids: readonly string[],
  incidentId: string,
): Promise<void> {
  await db.alert.updateMany({ where: { id: { in: [...ids] } }, data: { incidentId } });
}

/** Many alerts to many incidents, in one statement; it names the workspace itself. */
export async function attachEach(
  { db, context }: Work,
  pairs: readonly { alertId: string; incidentId: string }[],
): Promise<void> {
  await db.$executeRaw`
    UPDATE alerts AS a SET "incidentId" = r."incidentId", "updatedAt" = ${context.now.toISOString()}::timestamp
    FROM jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) AS r("alertId" uuid, "incidentId" uuid)
    WHERE a."workspaceId" = ${context.workspaceId}::uuid AND a.id = r."alertId"`;
}

/** Alerts of each incident, and how many of them are open. */
export async function countAlerts(
  db: Transaction,
  incidentIds: readonly string[],
): Promise<Map<string, { total: number; open: number }>> {
  const counts = new Map(incidentIds.map((id) => [id, { total: 0, open: 0 }]));
  const rows = await db.alert.groupBy({
    by: ["incidentId", "state"],
    where: { incidentId: { in: [...incidentIds] } },
    _count: { _all: true },
  });
  for (const { incidentId, state, _count } of rows) {
    const count = counts.get(incidentId ?? "");
    if (!count) continue;
    count.total += _count._all;
    if (state === "open") count.open += _count._all;
  }
  return counts;
}

export async function addChange(
  { db, context }: Work,
  alertId: string,
  kind: (typeof changeKinds)[number],
  at: Date,
  detail: Record<string, unknown>,
): Promise<void> {
  await db.alertChange.create({
    data: { id: newId(), workspaceId: context.workspaceId, alertId, at, kind, detail: detail as object },
  });
}

/** A person put them into another incident. */
export async function noteMoved(work: Work, ids: readonly string[], incidentId: string): Promise<void> {
  const detail = { incidentId, by: work.context.actor.name };
  for (const id of ids) await addChange(work, id, "moved", work.context.now, detail);
}

/** What the audit log shows of an alert. */
export function auditView({ id, title, severity, state, value }: Row) {
  return { id, title, severity, state, value };
}
