import { join, type Sql, sql } from "@triops/database/sql";
import { invalid, TriopsError } from "@triops/kernel/errors";
import type { Access } from "../access.ts";
import type { Lifecycle } from "../experiments/entity.ts";
import { hexOf, uuidOf } from "../ids.ts";

export const runStatuses = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"] as const;
export type RunStatus = (typeof runStatuses)[number];

export type RunInfo = {
  id: string;
  experimentId: string;
  experimentNumber: number;
  name: string;
  userId: string;
  status: RunStatus;
  startTimeMs: number;
  endTimeMs: number | null;
  artifactUri: string;
  lifecycle: Lifecycle;
};

/** One point as a client logs it. */
export type LoggedMetric = {
  key: string;
  value: number;
  timestampMs: number;
  step: number;
  /** MLflow's id of the logged model that it is about. */
  modelId?: string | undefined;
  datasetName?: string | undefined;
  datasetDigest?: string | undefined;
};

export type LatestMetric = { key: string; value: number; timestampMs: number; step: number };
export type KeyValue = { key: string; value: string };
export type RunDataset = {
  name: string;
  digest: string;
  sourceType: string;
  source: string;
  schema: string | null;
  profile: string | null;
  tags: KeyValue[];
};

export type RunEntity = RunInfo & {
  metrics: LatestMetric[];
  params: KeyValue[];
  tags: KeyValue[];
  datasets: RunDataset[];
  /** Logged models by their UUIDs. */
  inputModels: string[];
  outputModels: { modelId: string; step: number }[];
};

export const missingRun = (runId: string) => new TriopsError("not_found", `Run with id=${runId} not found`);

export const inactiveRun = (runId: string, lifecycle: string) =>
  invalid(`The run ${runId} must be in the 'active' state. Current state is ${lifecycle}.`);

type InfoRow = Omit<RunInfo, "status" | "lifecycle" | "startTimeMs" | "endTimeMs"> & {
  status: string;
  lifecycle: string;
  startTimeMs: bigint;
  endTimeMs: bigint | null;
};

export const infoColumns: Sql = sql`r.id, r."experimentId", e.number AS "experimentNumber", r.name, r."userId",
  r.status, r."startTimeMs", r."endTimeMs", r."artifactUri", r.lifecycle`;

export const toInfo = (row: InfoRow): RunInfo => ({
  id: row.id,
  experimentId: row.experimentId,
  experimentNumber: row.experimentNumber,
  name: row.name,
  userId: row.userId,
  status: row.status as RunStatus,
  startTimeMs: Number(row.startTimeMs),
  endTimeMs: row.endTimeMs === null ? null : Number(row.endTimeMs),
  artifactUri: row.artifactUri,
  lifecycle: row.lifecycle as Lifecycle,
});

/** By MLflow's id. @throws notFound */
export async function requireRun(access: Access, runId: string): Promise<RunInfo> {
  const id = uuidOf(runId);
  if (id === null) throw missingRun(runId);
  const [row] = await access.db.$queryRaw<InfoRow[]>`
    SELECT ${infoColumns} FROM training_runs r JOIN experiments e ON e.id = r."experimentId"
    WHERE r.id = ${id}::uuid AND r."workspaceId" = ${access.workspaceId}::uuid`;
  if (!row) throw missingRun(runId);
  return toInfo(row);
}

/** @throws notFound, invalid when it is deleted */
export async function requireActiveRun(access: Access, runId: string): Promise<RunInfo> {
  const run = await requireRun(access, runId);
  if (run.lifecycle !== "active") throw inactiveRun(runId, run.lifecycle);
  return run;
}

/** Schemas and profiles of data sets may have megabytes; lists leave out what is longer, in characters. */
const listedTextCharsMax = 10_000;

type DetailRow = {
  id: string;
  metrics: string | null;
  params: string | null;
  tags: string | null;
  datasets: string | null;
  models: string | null;
};
type MetricTuple = [key: string, value: number | null, timestampMs: number, step: number];
type DatasetTuple = [string, string, string, string, string | null, string | null, Record<string, string>];
type ModelTuple = [modelId: string, direction: string, step: number];

const list = <T>(text: string | null): T[] => (text === null ? [] : (JSON.parse(text) as T[]));
const pairs = (text: string | null): KeyValue[] =>
  list<[string, string]>(text).map(([key, value]) => ({ key, value }));

/** Everything logged to these runs, in their order: one question, whatever their number. */
export async function withDetails(
  { db }: Access,
  runs: readonly RunInfo[],
  options: { wholeDatasets: boolean } = { wholeDatasets: false },
): Promise<RunEntity[]> {
  if (runs.length === 0) return [];
  const ids = runs.map(({ id }) => id);
  const long = (column: Sql) =>
    options.wholeDatasets
      ? column
      : sql`CASE WHEN length(${column}) <= ${listedTextCharsMax} THEN ${column} END`;
  const of = (columns: Sql, from: Sql) =>
    sql`(SELECT json_agg(json_build_array(${columns}))::text FROM ${from})`;
  const parts = [
    sql`${of(sql`m.key, m.value, m."timestampMs", m.step`, sql`(SELECT * FROM run_metrics WHERE "runId" = r.id ORDER BY key) m`)} AS metrics`,
    sql`${of(sql`p.key, p.value`, sql`(SELECT * FROM run_params WHERE "runId" = r.id ORDER BY key) p`)} AS params`,
    sql`${of(sql`t.key, t.value`, sql`(SELECT * FROM run_tags WHERE "runId" = r.id ORDER BY key) t`)} AS tags`,
    sql`${of(
      sql`d.name, d.digest, d."sourceType", d.source, ${long(sql`d.schema`)}, ${long(sql`d.profile`)}, rd.tags`,
      sql`run_datasets rd JOIN training_datasets d ON d.id = rd."datasetId" WHERE rd."runId" = r.id`,
    )} AS datasets`,
    sql`${of(sql`l."loggedModelId", l.direction, l.step`, sql`(SELECT * FROM run_models WHERE "runId" = r.id ORDER BY "createdAt") l`)} AS models`,
  ];
  const rows = await db.$queryRaw<DetailRow[]>`
    SELECT r.id, ${join(parts)} FROM unnest(${ids}::uuid[]) AS r(id)`;
  const byId = new Map(rows.map((row) => [row.id, row]));
  return runs.map((run) => {
    const row = byId.get(run.id);
    const models = list<ModelTuple>(row?.models ?? null);
    return {
      ...run,
      metrics: list<MetricTuple>(row?.metrics ?? null).map(([key, value, timestampMs, step]) => ({
        key,
        value: value ?? Number.NaN,
        timestampMs,
        step,
      })),
      params: pairs(row?.params ?? null),
      tags: pairs(row?.tags ?? null),
      datasets: list<DatasetTuple>(row?.datasets ?? null).map(
        ([name, digest, sourceType, source, schema, profile, tags]) => ({
          name,
          digest,
          sourceType,
          source,
          schema,
          profile,
          tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
        }),
      ),
      inputModels: models.filter(([, direction]) => direction === "input").map(([modelId]) => modelId),
      outputModels: models
        .filter(([, direction]) => direction === "output")
        .map(([modelId, , step]) => ({ modelId, step })),
    };
  });
}

/** Where proxied artifacts of a run lie, below its experiment's location. */
export const artifactUriOf = (location: string, runId: string): string =>
  `${location.replace(/\/+$/, "")}/${hexOf(runId)}/artifacts`;
