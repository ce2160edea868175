import { type Sql, sql } from "@triops/database/sql";
import { invalid, TriopsError } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import type { Access } from "../access.ts";
import { experimentNumberOf } from "../ids.ts";

export type Lifecycle = "active" | "deleted";

export type ExperimentEntity = {
  id: string;
  number: number;
  name: string;
  artifactLocation: string;
  lifecycle: Lifecycle;
  createdAt: Date;
  updatedAt: Date;
  tags: Record<string, string>;
};

export const experimentColumns: Sql = sql`e.id, e.number, e.name, e."artifactLocation", e.lifecycle, e."createdAt",
  e."updatedAt", e.tags`;

type Row = Omit<ExperimentEntity, "lifecycle" | "tags"> & { lifecycle: string; tags: unknown };

export const toExperiment = (row: Row): ExperimentEntity => ({
  id: row.id,
  number: row.number,
  name: row.name,
  artifactLocation: row.artifactLocation,
  lifecycle: row.lifecycle as Lifecycle,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
  tags: row.tags as Record<string, string>,
});

export const missingExperiment = (id: string) =>
  new TriopsError("not_found", `No Experiment with id=${id} exists`);

/** Where proxied artifacts of an experiment lie. */
export const proxiedLocation = (number: number): string => `mlflow-artifacts:/${number}`;

/** Workspaces whose default is known to exist: it is never removed. */
const withDefault = new Set<string>();

/** `Default`, number 0, exists from the first question on; any number of callers may come at once. */
export async function ensureDefault({ db, workspaceId }: Pick<Access, "db" | "workspaceId">): Promise<void> {
  if (withDefault.has(workspaceId)) return;
  await db.experiment.createMany({
    data: [
      {
        id: newId(),
        workspaceId,
        number: 0,
        name: "Default",
        activeName: "Default",
        artifactLocation: proxiedLocation(0),
        createdById: "system",
      },
    ],
    skipDuplicates: true,
  });
  withDefault.add(workspaceId);
}

/** @throws notFound */
export async function requireExperiment(access: Access, id: string): Promise<ExperimentEntity> {
  const number = experimentNumberOf(id);
  if (number === null) throw missingExperiment(id);
  if (number === 0) await ensureDefault(access);
  const row = await access.db.experiment.findFirst({ where: { number } });
  if (!row) throw missingExperiment(id);
  return toExperiment(row);
}

/** @throws notFound, invalid when it is deleted */
export async function requireActiveExperiment(access: Access, id: string): Promise<ExperimentEntity> {
  const found = await requireExperiment(access, id);
  if (found.lifecycle !== "active")
    throw invalid(`The experiment ${id} must be in the 'active' state. Current state is deleted.`);
  return found;
}
