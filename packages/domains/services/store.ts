import type { Prisma } from "@triops/database/client";
import type { Transaction } from "@triops/database/scoped";
import { conflict, notFound } from "@triops/kernel/errors";
import type { Severity } from "../severity.ts";

export type ServiceRow = Prisma.ServiceGetPayload<object>;

/** Services of one workspace; found ones beyond are not taken in. */
export const servicesMax = 1_000;

/** @throws notFound, also for a service of another workspace */
export async function requireService(db: Transaction, id: string): Promise<ServiceRow> {
  const row = await db.service.findFirst({ where: { id } });
  if (!row) throw notFound("service");
  return row;
}

/** The ids of services by their name. */
export async function idsByName(db: Transaction): Promise<Map<string, string>> {
  const rows = await db.service.findMany({ select: { id: true, name: true }, take: servicesMax });
  return new Map(rows.map((row) => [row.name, row.id]));
}

/** What the audit log shows of a service. */
export function auditView(row: ServiceRow) {
  const { id, name, description, owner, ownerMemberId, tier, repository, runbook, chat, tags } = row;
  const archived = row.archivedAt !== null;
  return { id, name, description, owner, ownerMemberId, tier, repository, runbook, chat, tags, archived };
}

export type OpenAlerts = { count: number; severities: Severity[] };

/**
 * Open alerts by the service they are about. Alerts are of a later layer, which this noun may not import; it reads
 * their count and nothing else.
 */
export async function openAlerts(db: Transaction): Promise<Map<string, OpenAlerts>> {
  const rows = await db.alert.groupBy({
    by: ["service", "severity"],
    where: { state: "open", silenced: false, service: { not: null } },
    _count: true,
  });
  const found = new Map<string, OpenAlerts>();
  for (const { service, severity, _count } of rows) {
    if (service === null) continue;
    const known = found.get(service) ?? { count: 0, severities: [] };
    found.set(service, {
      count: known.count + _count,
      severities: [...known.severities, severity as Severity],
    });
  }
  return found;
}

/** @throws conflict for a member who is not of this workspace */
export async function requireMember(db: Transaction, id: string | null | undefined): Promise<void> {
  if (!id) return;
  const member = await db.member.findFirst({ where: { id }, select: { id: true } });
  if (!member) throw conflict("The owner is not a member of this workspace");
}
