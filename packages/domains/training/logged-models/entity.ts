import { type Sql, sql } from "@triops/database/sql";
import { TriopsError } from "@triops/kernel/errors";
import type { Access } from "../access.ts";
import type { Lifecycle } from "../experiments/entity.ts";
import { modelUuidOf } from "../ids.ts";

export const modelStatuses = [
  "LOGGED_MODEL_PENDING",
  "LOGGED_MODEL_READY",
  "LOGGED_MODEL_UPLOAD_FAILED",
] as const;
export type ModelStatus = (typeof modelStatuses)[number];

export type ModelMetric = {
  key: string;
  value: number;
  timestampMs: number;
  step: number;
  runId: string;
  datasetName: string;
  datasetDigest: string;
};

export type LoggedModelEntity = {
  id: string;
  experimentId: string;
  experimentNumber: number;
  name: string;
  modelType: string;
  sourceRunId: string | null;
  status: ModelStatus;
  statusMessage: string | null;
  creatorId: string;
  artifactUri: string;
  params: Record<string, string>;
  tags: Record<string, string>;
  lifecycle: Lifecycle;
  createdAt: Date;
  updatedAt: Date;
  metrics: ModelMetric[];
};

export type LoggedModelRow = Omit<
  LoggedModelEntity,
  "metrics" | "status" | "lifecycle" | "params" | "tags"
> & {
  status: string;
  lifecycle: string;
  params: unknown;
  tags: unknown;
  metrics: string | null;
};

export const modelColumns: Sql = sql`l.id, l."experimentId", e.number AS "experimentNumber", l.name, l."modelType",
  l."sourceRunId", l.status, l."statusMessage", l."creatorId", l."artifactUri", l.params, l.tags, l.lifecycle,
  l."createdAt", l."updatedAt",
  (SELECT json_agg(json_build_array(m.key, m.value, m."timestampMs", m.step, m."runId", m."datasetName", m."datasetDigest")
                   ORDER BY m.key)::text
   FROM logged_model_metrics m WHERE m."loggedModelId" = l.id) AS metrics`;

type MetricTuple = [string, number | null, number, number, string, string, string];

export const toModel = (row: LoggedModelRow): LoggedModelEntity => ({
  ...row,
  status: row.status as ModelStatus,
  lifecycle: row.lifecycle as Lifecycle,
  params: row.params as Record<string, string>,
  tags: row.tags as Record<string, string>,
  metrics: ((row.metrics === null ? [] : JSON.parse(row.metrics)) as MetricTuple[]).map(
    ([key, value, timestampMs, step, runId, datasetName, datasetDigest]) => ({
      key,
      value: value ?? Number.NaN,
      timestampMs,
      step,
      runId,
      datasetName,
      datasetDigest,
    }),
  ),
});

export const missingModel = (modelId: string) =>
  new TriopsError("not_found", `Logged model with ID '${modelId}' not found.`);

/** By MLflow's id. A deleted one is not found unless it is asked for. @throws notFound */
export async function requireModel(
  { db, workspaceId }: Access,
  modelId: string,
  options: { deleted?: boolean } = {},
): Promise<LoggedModelEntity> {
  const id = modelUuidOf(modelId);
  if (id === null) throw missingModel(modelId);
  const [row] = await db.$queryRaw<LoggedModelRow[]>`
    SELECT ${modelColumns} FROM logged_models l JOIN experiments e ON e.id = l."experimentId"
    WHERE l.id = ${id}::uuid AND l."workspaceId" = ${workspaceId}::uuid`;
  if (!row || (row.lifecycle !== "active" && !options.deleted)) throw missingModel(modelId);
  return toModel(row);
}
