import type { Prisma } from "@triops/database/client";
import type { Transaction } from "@triops/database/scoped";
import { notFound } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import type { Work } from "../work.ts";
import type { EntryKind } from "./schemas.ts";

export type Row = Prisma.IncidentGetPayload<object>;

/** @throws notFound, also for an incident of another workspace */
export async function requireIncident(db: Transaction, id: string): Promise<Row> {
  const row = await db.incident.findFirst({ where: { id } });
  if (!row) throw notFound("incident");
  return row;
}

/** What the audit log shows of an incident. */
export function auditView(row: Row) {
  const { id, number, title, severity, state, assigneeId } = row;
  return { id, number, title, severity, state, assigneeId };
}

type Entry = {
  incidentId: string;
  kind: EntryKind;
  text?: string;
  data?: Record<string, string | number | null>;
};

/** Adds lines to timelines, said by whoever acts; one statement, which names the workspace itself. */
export async function addEntries({ db, context }: Work, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return;
  const { actor, workspaceId, now } = context;
  const rows = entries.map(({ incidentId, kind, text = "", data = {} }) => ({
    id: newId(),
    incidentId,
    kind,
    text,
    data,
  }));
  await db.$executeRaw`
    INSERT INTO incident_entries (id, "workspaceId", "incidentId", at, kind, "actorKind", "actorId", "actorName", text,
      data, "createdAt")
    SELECT r.id, ${workspaceId}::uuid, r."incidentId", ${now.toISOString()}::timestamp, r.kind, ${actor.kind},
      ${actor.id}, ${actor.name}, r.text, r.data, ${now.toISOString()}::timestamp
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS r(id uuid, "incidentId" uuid, kind text, text text, data jsonb)`;
}

export const addEntry = (
  work: Work,
  incidentId: string,
  kind: EntryKind,
  text = "",
  data: Record<string, string | number | null> = {},
): Promise<void> => addEntries(work, [{ incidentId, kind, text, data }]);

/** The next free number of the workspace; the lock lasts until the transaction ends, so two creators never share one. */
export async function reserveNumbers({ db, context }: Work): Promise<number> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`incidents:${context.workspaceId}`}, 0))`;
  const { _max } = await db.incident.aggregate({ _max: { number: true } });
  return (_max.number ?? 0) + 1;
}

/** Counts of many incidents in one statement; it names the workspace itself. */
export async function writeCounts(
  { db, context }: Work,
  counts: readonly { id: string; total: number; open: number }[],
): Promise<void> {
  await db.$executeRaw`
    UPDATE incidents AS i SET "alertCount" = r.total, "openAlertCount" = r.open,
      "updatedAt" = ${context.now.toISOString()}::timestamp
    FROM jsonb_to_recordset(${JSON.stringify(counts)}::jsonb) AS r(id uuid, total int, open int)
    WHERE i."workspaceId" = ${context.workspaceId}::uuid AND i.id = r.id`;
}
