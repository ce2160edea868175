import { invalid, limitReached } from "@triops/kernel/errors";
import type { MetricPoint } from "@triops/telemetry/run-metrics/points";
import { writeRunMetrics } from "@triops/telemetry/run-metrics/write";
import type { Caller } from "../../runtime.ts";
import { type Access, accessTo } from "../access.ts";
import { modelUuidOf, uuidOf } from "../ids.ts";
import { checkDistinctParams, checkKey, checkLength, largestFloat, limits } from "../limits.ts";
import { keepModelMetrics } from "../logged-models/metrics.ts";
import { nameTag } from "./create.ts";
import { inactiveRun, type KeyValue, type LoggedMetric, missingRun } from "./entity.ts";
import { checkTags } from "./tags.ts";

export type Batch = {
  metrics: readonly LoggedMetric[];
  params: readonly KeyValue[];
  tags: readonly KeyValue[];
};

/** The names of fields in faults: those of a batch, or of a call that logs one thing. */
type Naming = "batch" | "single";

/**
 * Logs to a run, all of it or nothing: limits first, then one statement in Postgres that also finds out whether the
 * run takes it, then the points. Answered when the points are on disk; sent again, it changes nothing.
 * @throws notFound, invalid, unavailable
 */
export async function logBatch(
  caller: Caller,
  runId: string,
  batch: Batch,
  naming: Naming = "batch",
): Promise<void> {
  const access = accessTo(caller, "write");
  const id = uuidOf(runId);
  if (id === null) throw missingRun(runId);
  checkBatch(batch, naming);
  const metrics = batch.metrics.map(storable);
  await store(access, runId, id, { ...batch, metrics });
  const points = metrics.map((metric) => pointOf(id, metric));
  await keepModelMetrics(access, id, metrics);
  await writeRunMetrics(access.runtime.telemetry, access.workspaceId, points);
}

function checkBatch({ metrics, params, tags }: Batch, naming: Naming): void {
  const most: [string, number, number][] = [
    ["metrics", metrics.length, limits.batchMetricsMax],
    ["params", params.length, limits.batchParamsMax],
    ["tags", tags.length, limits.batchTagsMax],
    ["metrics, params, and tags", metrics.length + params.length + tags.length, limits.batchEntitiesMax],
  ];
  for (const [what, count, max] of most) {
    if (count > max) {
      throw invalid(
        `A batch logging request can contain at most ${max} ${what}. Got ${count} ${what}. ` +
          "Please split up the request and try again.",
      );
    }
  }
  const field = (list: string, at: number) => (naming === "batch" ? `${list}[${at}].` : "");
  metrics.forEach(({ key }, at) => {
    checkKey(`${field("metrics", at)}key`, key);
  });
  params.forEach(({ key, value }, at) => {
    checkKey(`${field("params", at)}key`, key);
    checkLength(`${field("params", at)}value`, value, limits.paramCharsMax);
  });
  checkTags(tags, naming === "batch" ? "tags" : "");
  checkDistinctParams(params);
}

/** Infinities are kept as the largest numbers, as MLflow keeps them. */
const storable = (metric: LoggedMetric): LoggedMetric => ({
  ...metric,
  value:
    metric.value === Number.POSITIVE_INFINITY
      ? largestFloat
      : metric.value === Number.NEGATIVE_INFINITY
        ? -largestFloat
        : metric.value,
});

const pointOf = (runId: string, metric: LoggedMetric): MetricPoint => ({
  runId,
  key: metric.key,
  step: metric.step,
  timestampMs: metric.timestampMs,
  value: metric.value,
  modelId: metric.modelId && modelUuidOf(metric.modelId) ? metric.modelId : "",
  datasetName: metric.datasetName ?? "",
  datasetDigest: metric.datasetDigest ?? "",
});

/** Whether `a` is the newer of two points of a key: step, then time, then value; NaN is the least. */
export function isNewer(a: LoggedMetric, b: LoggedMetric): boolean {
  if (a.step !== b.step) return a.step > b.step;
  if (a.timestampMs !== b.timestampMs) return a.timestampMs > b.timestampMs;
  if (Number.isNaN(a.value) || Number.isNaN(b.value)) return Number.isNaN(b.value);
  return a.value >= b.value;
}

export function newestByKey(metrics: readonly LoggedMetric[]): LoggedMetric[] {
  const newest = new Map<string, LoggedMetric>();
  for (const metric of metrics) {
    const known = newest.get(metric.key);
    if (!known || isNewer(metric, known)) newest.set(metric.key, metric);
  }
  // In the order of their keys: two batches of one run then never wait for each other in a circle.
  return [...newest.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

const sortedByKey = (pairs: readonly KeyValue[]): KeyValue[] =>
  [...new Map(pairs.map((pair) => [pair.key, pair])).values()].sort((a, b) => (a.key < b.key ? -1 : 1));

type Outcome = { lifecycle: string | null; key: string | null; before: string | null; after: string | null };

/** How often a statement that met another writer's rows is tried again. */
const attemptsMax = 3;

async function store({ db, workspaceId }: Access, runId: string, id: string, batch: Batch): Promise<void> {
  const latest = newestByKey(batch.metrics).map(({ key, value, timestampMs, step }) => ({
    key,
    value: Number.isNaN(value) ? null : value,
    timestamp_ms: timestampMs,
    step,
  }));
  const params = sortedByKey(batch.params);
  const tags = sortedByKey(batch.tags);
  const name = tags.find(({ key }) => key === nameTag)?.value ?? null;
  for (let attempt = 1; ; attempt++) {
    const [outcome] = await db.$queryRaw<Outcome[]>`
      WITH run AS (
        SELECT id, "workspaceId", "experimentId", lifecycle FROM training_runs
        WHERE id = ${id}::uuid AND "workspaceId" = ${workspaceId}::uuid
      ), given AS (
        SELECT * FROM jsonb_to_recordset(${JSON.stringify(params)}::jsonb) AS g(key text, value text)
      ), differs AS (
        SELECT g.key, p.value AS before, g.value AS after FROM given g
        JOIN run_params p ON p."runId" = ${id}::uuid AND p.key = g.key WHERE p.value <> g.value LIMIT 1
      ), open AS (
        SELECT * FROM run WHERE lifecycle = 'active' AND NOT EXISTS (SELECT 1 FROM differs)
      ), new_params AS (
        INSERT INTO run_params ("runId", key, "workspaceId", "experimentId", value)
        SELECT open.id, g.key, open."workspaceId", open."experimentId", g.value FROM open, given g ORDER BY g.key
        ON CONFLICT ("runId", key) DO NOTHING
        RETURNING 1
      ), new_tags AS (
        INSERT INTO run_tags ("runId", key, "workspaceId", "experimentId", value)
        SELECT open.id, t.key, open."workspaceId", open."experimentId", t.value
        FROM open, jsonb_to_recordset(${JSON.stringify(tags)}::jsonb) AS t(key text, value text) ORDER BY t.key
        ON CONFLICT ("runId", key) DO UPDATE SET value = EXCLUDED.value
      ), new_metrics AS (
        INSERT INTO run_metrics ("runId", key, "workspaceId", "experimentId", value, "timestampMs", step)
        SELECT open.id, m.key, open."workspaceId", open."experimentId", m.value, m.timestamp_ms, m.step
        FROM open, jsonb_to_recordset(${JSON.stringify(latest)}::jsonb)
          AS m(key text, value float8, timestamp_ms bigint, step bigint) ORDER BY m.key
        ON CONFLICT ("runId", key) DO UPDATE
          SET value = EXCLUDED.value, "timestampMs" = EXCLUDED."timestampMs", step = EXCLUDED.step
          WHERE (EXCLUDED.step, EXCLUDED."timestampMs", coalesce(EXCLUDED.value, '-Infinity'))
              > (run_metrics.step, run_metrics."timestampMs", coalesce(run_metrics.value, '-Infinity'))
      ), renamed AS (
        UPDATE training_runs r SET name = ${name} FROM open
        WHERE r.id = open.id AND ${name}::text IS NOT NULL AND r.name <> ${name}
      )
      SELECT run.lifecycle, differs.key, differs.before, differs.after,
             (SELECT count(*) FROM new_params)::int AS "paramsNew"
      FROM run LEFT JOIN differs ON TRUE`;
    if (!outcome) throw missingRun(runId);
    if (outcome.lifecycle !== "active") throw inactiveRun(runId, outcome.lifecycle ?? "deleted");
    if (outcome.key !== null) {
      throw invalid(
        `Changing param values is not allowed. Param with key='${outcome.key}' was already logged with ` +
          `value='${outcome.before}' for run ID='${runId}'. Attempted logging new value '${outcome.after}'.`,
      );
    }
    // Somebody logged the same parameters at the same moment: the statement did not see his, and looks again.
    if ((outcome as Outcome & { paramsNew: number }).paramsNew === params.length || attempt > 1) return;
    if (attempt === attemptsMax)
      throw limitReached("This run is being written by many at once; send it again", 1);
  }
}
