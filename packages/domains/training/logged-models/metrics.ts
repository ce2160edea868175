import type { Access } from "../access.ts";
import { modelUuidOf } from "../ids.ts";
import type { LoggedMetric } from "../runs/entity.ts";

/** The newest point of each metric that a run logged about a model. What is about no model, or none of ours, is none. */
export async function keepModelMetrics(
  { db, workspaceId }: Access,
  runId: string,
  metrics: readonly LoggedMetric[],
): Promise<void> {
  const newest = new Map<string, object>();
  for (const metric of metrics) {
    const modelId = metric.modelId ? modelUuidOf(metric.modelId) : null;
    if (modelId === null) continue;
    const { key, datasetName = "", datasetDigest = "" } = metric;
    const name = JSON.stringify([modelId, key, datasetName, datasetDigest]);
    const known = newest.get(name) as { step: number; timestamp_ms: number } | undefined;
    if (
      known &&
      (known.step > metric.step || (known.step === metric.step && known.timestamp_ms > metric.timestampMs))
    )
      continue;
    newest.set(name, {
      model_id: modelId,
      key,
      dataset_name: datasetName,
      dataset_digest: datasetDigest,
      value: Number.isNaN(metric.value) ? null : metric.value,
      timestamp_ms: metric.timestampMs,
      step: metric.step,
    });
  }
  if (newest.size === 0) return;
  await db.$executeRaw`
    INSERT INTO logged_model_metrics
      ("loggedModelId", "runId", key, "datasetName", "datasetDigest", "workspaceId", value, "timestampMs", step)
    SELECT l.id, ${runId}::uuid, m.key, m.dataset_name, m.dataset_digest, l."workspaceId", m.value, m.timestamp_ms, m.step
    FROM jsonb_to_recordset(${JSON.stringify([...newest.values()])}::jsonb) AS m(
      model_id uuid, key text, dataset_name text, dataset_digest text, value float8, timestamp_ms bigint, step bigint
    )
    JOIN logged_models l ON l.id = m.model_id AND l."workspaceId" = ${workspaceId}::uuid
    ORDER BY l.id, m.key
    ON CONFLICT ("loggedModelId", key, "runId", "datasetName", "datasetDigest") DO UPDATE
      SET value = EXCLUDED.value, "timestampMs" = EXCLUDED."timestampMs", step = EXCLUDED.step
      WHERE (EXCLUDED.step, EXCLUDED."timestampMs") >= (logged_model_metrics.step, logged_model_metrics."timestampMs")`;
}
