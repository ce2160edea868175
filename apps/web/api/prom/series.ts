import { prepare } from "@triops/telemetry/promql/check";
import {
  type CatalogQuestion,
  labelNames,
  labelValues,
  listSeries,
  metricMetadata,
} from "@triops/telemetry/promql/clickhouse/catalog";
import { PromqlError } from "@triops/telemetry/promql/faults";
import type { PromCall } from "./call.ts";
import { labelObject, type Remarks, succeeded } from "./envelope.ts";
import { badParameter, limitParameter, timeParameter } from "./parameters.ts";

const dayMs = 86_400_000;
/** Without a time range everything that is kept is meant. */
const usualDays = 400;
const spanMsMax = 5 * 365 * dayMs;
/** Rows of an answer, whatever the caller asks for: a browser shows no more. */
const rowsMax = 50_000;

/** The selectors of `match[]`. @throws PromqlError bad_data */
function selectorsOf(parameters: URLSearchParams): CatalogQuestion["selectors"] {
  return parameters.getAll("match[]").map((text) => {
    let expr: ReturnType<typeof prepare>["expr"];
    try {
      ({ expr } = prepare(text));
    } catch (error) {
      throw error instanceof PromqlError ? badParameter("match[]", error.message) : error;
    }
    if (expr.kind !== "selector") throw badParameter("match[]", "expected a series selector");
    return expr.matchers;
  });
}

function questionOf({ parameters, caller, signal }: PromCall): CatalogQuestion & { asked: number } {
  const nowMs = caller.context.now.getTime();
  const endMs = Math.min(timeParameter(parameters, "end", nowMs + dayMs), nowMs + spanMsMax);
  const startMs = timeParameter(parameters, "start", endMs - usualDays * dayMs);
  if (endMs < startMs) throw badParameter("end", "end timestamp must not be before start time");
  const asked = Math.min(limitParameter(parameters) || rowsMax, rowsMax);
  const from = new Date(Math.max(0, startMs, endMs - spanMsMax));
  return {
    workspaceId: caller.context.workspaceId,
    selectors: selectorsOf(parameters),
    window: { from, to: new Date(Math.max(endMs + 1, from.getTime() + 1)) },
    // One more tells that there is more.
    limit: asked + 1,
    asked,
    timeoutSeconds: 20,
    signal,
  };
}

/** Cut to what was asked for, with a warning when something is missing. */
function limited<Row>(rows: Row[], asked: number): { rows: Row[]; remarks: Remarks } {
  if (rows.length <= asked) return { rows, remarks: {} };
  return { rows: rows.slice(0, asked), remarks: { warnings: ["results truncated due to limit"] } };
}

/** `/api/v1/series`. */
export async function series(call: PromCall): Promise<Response> {
  const { asked, ...question } = questionOf(call);
  if (question.selectors.length === 0) throw new PromqlError("bad_data", "no match[] parameter provided");
  const { rows, remarks } = limited(await listSeries(call.caller.runtime.telemetry, question), asked);
  return succeeded(`[${rows.map(labelObject).join(",")}]`, call.requestId, remarks);
}

/** `/api/v1/labels`. */
export async function labels(call: PromCall): Promise<Response> {
  const { asked, ...question } = questionOf(call);
  const { rows, remarks } = limited(await labelNames(call.caller.runtime.telemetry, question), asked);
  return succeeded(JSON.stringify(rows), call.requestId, remarks);
}

/** `/api/v1/label/<name>/values`; names that are no identifiers come escaped as `U__…`. */
export async function values(call: PromCall, name: string): Promise<Response> {
  const label = unescaped(name);
  if (label === "") throw new PromqlError("bad_data", `invalid label name: ${JSON.stringify(name)}`);
  const { asked, ...question } = questionOf(call);
  const { rows, remarks } = limited(await labelValues(call.caller.runtime.telemetry, label, question), asked);
  return succeeded(JSON.stringify(rows), call.requestId, remarks);
}

/** Prometheus' escaping of UTF-8 names in paths: `U__http_2e_route` is `http.route`, `__` an underscore. */
function unescaped(name: string): string {
  if (!name.startsWith("U__")) return name;
  return name.slice(3).replace(/__|_([0-9a-fA-F]{1,6})_/g, (whole, code?: string) => {
    const point = code === undefined ? 0x5f : Number.parseInt(code, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

/** `/api/v1/metadata`. */
export async function metadata(call: PromCall): Promise<Response> {
  const { asked, ...question } = questionOf(call);
  const metric = call.parameters.get("metric") ?? undefined;
  const found = await metricMetadata(call.caller.runtime.telemetry, { ...question, metric });
  const entries = found.slice(0, asked).map(({ metric: name, ...about }) => [name, [about]] as const);
  return succeeded(JSON.stringify(Object.fromEntries(entries)), call.requestId);
}
