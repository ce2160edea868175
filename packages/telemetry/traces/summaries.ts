import { z } from "zod";
import type { Param, Telemetry } from "../client/telemetry.ts";
import { placeSql, type TraceOrder, type TracePlace } from "./place.ts";
import { inWindow, type SpanScope, selection } from "./scope.ts";

/** All of a trace that has arrived, whatever was searched for. A span that was sent twice counts once. */
export type TraceSummary = {
  traceId: string;
  /** Start of the first span. */
  time: Date;
  /** From the first start to the last end. */
  durationMs: number;
  spanCount: number;
  errorCount: number;
  /** The root span's; of the earliest span while there is no root. */
  service: string;
  operation: string;
  status: string;
  hasRoot: boolean;
  services: { service: string; spanCount: number }[];
};

/** Spans of a trace are looked for so far around the one that was found. */
const aroundMs = 3_600_000;
const servicesMax = 50;

const row = z.object({
  traceId: z.string(),
  startNs: z.string(),
  endNs: z.string(),
  spanCount: z.coerce.number(),
  errorCount: z.coerce.number(),
  root: z.tuple([z.string(), z.string(), z.string()]),
  hasRoot: z.coerce.boolean(),
  services: z.record(z.string(), z.coerce.number()),
  wasShown: z.coerce.boolean(),
});

/**
 * Facts of these traces by id. With `after`, traces are left out that have a fitting span before that place: an
 * earlier page showed them.
 */
export async function traceSummaries(
  telemetry: Telemetry,
  scope: SpanScope,
  traces: readonly { traceId: string; timeMs: number }[],
  order: TraceOrder,
  after: TracePlace | null,
): Promise<Map<string, TraceSummary>> {
  if (traces.length === 0) return new Map();
  const condition = after ? selection(scope) : { sql: "1", params: {} };
  const params: Record<string, Param> = {
    ...condition.params,
    traceIds: traces.map(({ traceId }) => traceId),
  };
  if (after) {
    Object.assign(params, { afterKey: after.key, afterTrace: after.traceId, afterSpan: after.spanId });
    Object.assign(params, {
      searchFromMs: scope.window.from.getTime(),
      searchToMs: scope.window.to.getTime(),
    });
  }
  const column = order === "newest" ? "time" : "duration_ns";
  const wasShown = after
    ? `countIf((${column}, trace_id, span_id) >= ${placeSql(order).all} AND ${condition.sql}
         AND time >= fromUnixTimestamp64Milli({searchFromMs:Int64}, 'UTC')
         AND time < fromUnixTimestamp64Milli({searchToMs:Int64}, 'UTC')) > 0`
    : "0";
  const times = traces.map(({ timeMs }) => timeMs);
  const rows = await telemetry.query({
    name: "traces.summaries",
    sql: `SELECT trace_id AS traceId, toString(toUnixTimestamp64Nano(min(time))) AS startNs,
            toString(max(toUnixTimestamp64Nano(time) + toInt64(duration_ns))) AS endNs,
            uniqExact(span_id) AS spanCount, uniqExactIf(span_id, status = 'error') AS errorCount,
            argMin((toString(service), toString(name), toString(status)), (parent_span_id != '', time)) AS root,
            countIf(parent_span_id = '') > 0 AS hasRoot,
            uniqExactMap(map(toString(service), span_id)) AS services, ${wasShown} AS wasShown
          FROM spans WHERE ${inWindow} AND trace_id IN {traceIds:Array(String)} GROUP BY trace_id`,
    params,
    row,
    workspaceId: scope.workspaceId,
    window: { from: new Date(Math.min(...times) - aroundMs), to: new Date(Math.max(...times) + aroundMs) },
  });
  return new Map(
    rows.filter((each) => !each.wasShown).map((each) => [each.traceId, summaryOf(each)] as const),
  );
}

function summaryOf(found: z.infer<typeof row>): TraceSummary {
  const [service, operation, status] = found.root;
  const services = Object.entries(found.services)
    .map(([name, spanCount]) => ({ service: name, spanCount }))
    .sort((a, b) => b.spanCount - a.spanCount || (a.service < b.service ? -1 : 1));
  return {
    traceId: found.traceId,
    time: new Date(Number(BigInt(found.startNs) / 1_000_000n)),
    durationMs: Number(BigInt(found.endNs) - BigInt(found.startNs)) / 1e6,
    spanCount: found.spanCount,
    errorCount: found.errorCount,
    service,
    operation,
    status,
    hasRoot: found.hasRoot,
    services: services.slice(0, servicesMax),
  };
}
