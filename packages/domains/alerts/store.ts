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
  state: string;
  labels: Record<string, string>;
  incidentId: string | null;
};

/** @throws notFound, also for an alert of another workspace */
export async function requireAlert(db: Transaction, id: string): Promise<Row> {
  const row = await db.alert.findFirst({ where: { id } });
  if (!row) throw notFound("alert");
  return row;
}

export async function findAlert(db: Transaction, id: string): Promise<AlertFacts | null> {
  return (await db.alert.findFirst({ where: { id } })) as AlertFacts | null;
}

export async function attachToIncident({ db }: Work, id: string, incidentId: string): Promise<void> {
  await db.alert.updateMany({ where: { id }, data: { incidentId } });
}

export async function countAlerts(
  db: Transaction,
  incidentId: string,
): Promise<{ total: number; open: number }> {
  const [total, open] = [
    await db.alert.count({ where: { incidentId } }),
    await db.alert.count({ where: { incidentId, state: "open" } }),
  ];
  return { total, open };
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

/** What the audit log shows of an alert. */
export function auditView({ id, title, severity, state, value }: Row) {
  return { id, title, severity, state, value };
}
