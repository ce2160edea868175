import type { Prisma } from "@triops/database/client";
import type { Transaction } from "@triops/database/scoped";
import { invalid, limitReached, notFound } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import type { Work } from "../work.ts";
import { modelFaults, panelsOf } from "./rules.ts";
import { type DashboardModel, modelBytesMax, model as modelSchema } from "./schemas.ts";

export type Row = Prisma.DashboardGetPayload<object>;

const dashboardsMax = 5_000;

/** @throws notFound, also for a dashboard of another workspace and for a deleted one */
export async function requireDashboard(db: Transaction, id: string): Promise<Row> {
  const row = await db.dashboard.findFirst({ where: { id, deletedAt: null } });
  if (!row) throw notFound("dashboard");
  return row;
}

/** @throws limitReached */
export async function requireRoom(db: Transaction): Promise<void> {
  if ((await db.dashboard.count({ where: { deletedAt: null } })) >= dashboardsMax)
    throw limitReached(`A workspace has at most ${dashboardsMax} dashboards`);
}

/** @throws invalid when names clash, something does not fit, or it is too large */
export function requireSound(model: DashboardModel): void {
  const faults = modelFaults(model);
  const bytes = Buffer.byteLength(JSON.stringify(model));
  if (bytes > modelBytesMax)
    faults.push({ path: "model", message: `${bytes} bytes; at most ${modelBytesMax} are kept` });
  if (faults.length > 0) throw invalid("Some fields are missing or wrong", faults.slice(0, 20));
}

/** The columns that lists search and show, beside the model they are taken from. */
export function columnsOf(model: DashboardModel, { actor }: Work["context"]) {
  const { title, description, folder } = model;
  return {
    title,
    description,
    folder,
    tags: [...new Set(model.tags)],
    model,
    panelCount: panelsOf(model).length,
    updatedById: actor.id,
    updatedByName: actor.name,
  };
}

/** Keeps what the dashboard is now as a version of its own. */
export async function keepVersion({ db, context }: Work, row: Row, message: string): Promise<void> {
  await db.dashboardVersion.create({
    data: {
      id: newId(),
      workspaceId: context.workspaceId,
      dashboardId: row.id,
      version: row.version,
      model: row.model as Prisma.InputJsonValue,
      message,
      actorId: context.actor.id,
      actorName: context.actor.name,
    },
  });
}

/** A new dashboard with its first version. */
export async function addDashboard(
  work: Work,
  model: DashboardModel,
  { origin, message }: { origin: string; message: string },
): Promise<Row> {
  const { db, context } = work;
  requireSound(model);
  await requireRoom(db);
  const row = await db.dashboard.create({
    data: {
      ...columnsOf(model, context),
      id: newId(),
      workspaceId: context.workspaceId,
      origin,
      createdById: context.actor.id,
    },
  });
  await keepVersion(work, row, message);
  work.audit({ subject: { type: "dashboard", id: row.id }, after: auditView(row) });
  return row;
}

/** Which of these the caller has starred. */
export async function starredOf(db: Transaction, actorId: string, ids: string[]): Promise<Set<string>> {
  const rows = await db.dashboardStar.findMany({ where: { actorId, dashboardId: { in: ids } } });
  return new Set(rows.map((row) => row.dashboardId));
}

export async function withStar<Item extends { id: string }>(
  db: Transaction,
  actorId: string,
  row: Item,
): Promise<Item & { starred: boolean }> {
  return { ...row, starred: (await starredOf(db, actorId, [row.id])).has(row.id) };
}

/** The stored model in today's shape: defaults that came later are filled in. */
export const modelOf = (row: { model: unknown }): DashboardModel => modelSchema.parse(row.model);

/** What the audit log shows: the versions keep the rest. */
export function auditView({ id, title, folder, tags, version, panelCount }: Row) {
  return { id, title, folder, tags, version, panelCount };
}
