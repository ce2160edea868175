import { z } from "zod";
import { fromTime, toTime } from "../client/question.ts";
import type { Telemetry, Window } from "../client/telemetry.ts";
import { chooseStepMs, gridTimes } from "../metrics/step.ts";
import { addHistograms, type DurationHistogram, quantileMs } from "../services/durations.ts";
import { trafficBucketSeconds } from "./traffic-rows.ts";

/** Whose requests: a deployment's variant, or a model's version that answers elsewhere. */
export type VariantKey = { role: string; variant: string; model: string; modelVersion: string };

export type VariantTraffic = VariantKey & {
  requests: number[];
  errors: number[];
  /** Rows of all inputs. */
  predictions: number[];
  /** Milliseconds; null where nothing was asked. */
  p50Ms: (number | null)[];
  p95Ms: (number | null)[];
  p99Ms: (number | null)[];
  total: VariantTotals;
};

export type VariantTotals = {
  requests: number;
  errors: number;
  predictions: number;
  p50Ms: number | null;
  p95Ms: number | null;
  p99Ms: number | null;
  latency: DurationHistogram;
};

export type Traffic = { stepMs: number; times: number[]; variants: VariantTraffic[] };

const inWindow = `workspace_id = {workspaceId:UUID} AND bucket >= toDateTime(${fromTime}, 'UTC')
  AND bucket < toDateTime(${toTime}, 'UTC')`;
const keys = "role, variant, model, model_version AS modelVersion";
const sums = `sum(requests) AS asked, sum(errors) AS failed, sum(predictions) AS predicted,
  sumMap(latency) AS spread`;
const counted = {
  role: z.string(),
  variant: z.string(),
  model: z.string(),
  modelVersion: z.string(),
  asked: z.coerce.number(),
  failed: z.coerce.number(),
  predicted: z.coerce.number(),
  spread: z.tuple([z.array(z.coerce.number()), z.array(z.coerce.number())]),
};
const seriesMax = 20_000;

/** A deployment's requests over time by variant, whatever share of them is logged. */
export async function predictionTraffic(
  telemetry: Telemetry,
  question: { workspaceId: string; deployment: string; window: Window; stepMs?: number },
): Promise<Traffic> {
  const { window, workspaceId, deployment } = question;
  const rangeMs = window.to.getTime() - window.from.getTime();
  const stepMs = Math.max(
    question.stepMs ?? chooseStepMs(rangeMs * 3, trafficBucketSeconds * 1_000),
    Math.ceil(rangeMs / 1_000),
    trafficBucketSeconds * 1_000,
  );
  const rows = await telemetry.query({
    name: "predictions.traffic",
    sql: `SELECT intDiv(toUnixTimestamp(bucket) * 1000, {stepMs:Int64}) * {stepMs:Int64} AS at, ${keys}, ${sums}
          FROM prediction_traffic WHERE ${inWindow} AND deployment = {deployment:String}
          GROUP BY at, role, variant, model, model_version ORDER BY at LIMIT ${seriesMax}`,
    params: { deployment, stepMs },
    row: z.object({ at: z.coerce.number(), ...counted }),
    workspaceId,
    window,
  });
  const times = gridTimes(window.from.getTime(), window.to.getTime(), stepMs);
  const placeOf = new Map(times.map((time, index) => [time, index]));
  const variants = new Map<string, { lines: VariantTraffic; spreads: DurationHistogram[] }>();
  for (const { at, role, variant, model, modelVersion, asked, failed, predicted, spread } of rows) {
    const index = placeOf.get(at);
    if (index === undefined) continue;
    const name = JSON.stringify([role, variant, model, modelVersion]);
    let known = variants.get(name);
    if (!known) {
      known = { lines: emptyLines({ role, variant, model, modelVersion }, times.length), spreads: [] };
      variants.set(name, known);
    }
    const { lines, spreads } = known;
    const histogram = { indexes: spread[0], counts: spread[1] };
    spreads.push(histogram);
    lines.requests[index] = asked;
    lines.errors[index] = failed;
    lines.predictions[index] = predicted;
    lines.p50Ms[index] = quantileMs(histogram, 0.5);
    lines.p95Ms[index] = quantileMs(histogram, 0.95);
    lines.p99Ms[index] = quantileMs(histogram, 0.99);
    lines.total.requests += asked;
    lines.total.errors += failed;
    lines.total.predictions += predicted;
  }
  return {
    stepMs,
    times,
    variants: [...variants.values()].map(({ lines, spreads }) => {
      const latency = addHistograms(spreads);
      return { ...lines, total: { ...lines.total, ...quantiles(latency), latency } };
    }),
  };
}

/** What each variant of some deployments did in a stretch of time, for lists and guards. */
export async function predictionTotals(
  telemetry: Telemetry,
  question: {
    workspaceId: string;
    deployments: readonly string[];
    window: Window;
    /** Without what shadows were asked. Variants are then added up per deployment. */
    answeringOnly?: boolean;
  },
): Promise<(VariantKey & VariantTotals & { deployment: string })[]> {
  if (question.deployments.length === 0) return [];
  const { answeringOnly = false } = question;
  const columns = answeringOnly ? "'' AS role, '' AS variant, '' AS model, '' AS modelVersion" : keys;
  const groups = answeringOnly ? "deployment" : "deployment, role, variant, model, model_version";
  const rows = await telemetry.query({
    name: "predictions.totals",
    sql: `SELECT deployment, ${columns}, ${sums} FROM prediction_traffic AS t
          WHERE ${inWindow} AND deployment IN {deployments:Array(String)}
            ${answeringOnly ? "AND t.role != 'shadow'" : ""}
          GROUP BY ${groups} LIMIT ${seriesMax}`,
    params: { deployments: [...question.deployments] },
    row: z.object({ deployment: z.string(), ...counted }),
    workspaceId: question.workspaceId,
    window: question.window,
  });
  return rows.map(({ asked, failed, predicted, spread, ...key }) => {
    const latency = { indexes: spread[0], counts: spread[1] };
    return {
      ...key,
      requests: asked,
      errors: failed,
      predictions: predicted,
      ...quantiles(latency),
      latency,
    };
  });
}

const quantiles = (latency: DurationHistogram) => ({
  p50Ms: quantileMs(latency, 0.5),
  p95Ms: quantileMs(latency, 0.95),
  p99Ms: quantileMs(latency, 0.99),
});

function emptyLines(key: VariantKey, length: number): VariantTraffic {
  const zeros = () => new Array<number>(length).fill(0);
  const nulls = () => new Array<number | null>(length).fill(null);
  const none = { indexes: [], counts: [] };
  const total = { requests: 0, errors: 0, predictions: 0, ...quantiles(none), latency: none };
  return {
    ...key,
    requests: zeros(),
    errors: zeros(),
    predictions: zeros(),
    p50Ms: nulls(),
    p95Ms: nulls(),
    p99Ms: nulls(),
    total,
  };
}
