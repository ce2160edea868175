import { invalid, notFound } from "@triops/kernel/errors";
import { facetSpansMax, spanFacets } from "@triops/telemetry/traces/facets";
import { spanLatency } from "@triops/telemetry/traces/latency";
import { around, locateTrace } from "@triops/telemetry/traces/locate";
import type { SpanScope } from "@triops/telemetry/traces/scope";
import { searchTraces } from "@triops/telemetry/traces/search";
import { traceSkeleton } from "@triops/telemetry/traces/skeleton";
import { findSpan } from "@triops/telemetry/traces/span";
import { rangeMsMax, windowOf } from "../query-text.ts";
import { defineQuery, type Reading } from "../verb.ts";
import { parseTraceQuery } from "./query.ts";
import {
  facets as facetsOutput,
  latency as latencyOutput,
  listInput,
  oneInput,
  selectionInput,
  skeleton,
  span,
  spanInput,
  tracePage,
} from "./schemas.ts";
import { packSkeleton } from "./skeleton.ts";

type Asked = { from?: string | undefined; to?: string | undefined; q: string };

/** The last hour unless a range is given. @throws invalid */
function scopeOf({ context }: Reading, { q, ...range }: Asked): SpanScope {
  const window = windowOf(range, context.now);
  const spanMs = window.to.getTime() - window.from.getTime();
  if (spanMs <= 0) throw invalid("The end of the range must come after its start");
  if (spanMs > rangeMsMax) throw invalid("A range covers at most 400 days");
  return { workspaceId: context.workspaceId, window, filter: parseTraceQuery(q) };
}

/** Traces with a span that fits, newest or slowest first. @throws invalid with the place of a fault */
export const list = defineQuery({
  name: "traces.list",
  permission: "traces:read",
  input: listInput,
  output: tracePage,
  run: (reading, { q, from, to, ...page }) =>
    searchTraces(reading.runtime.telemetry, { ...scopeOf(reading, { q, from, to }), ...page }),
});

/** How long the fitting spans took, over time. Without a search: those where work enters a service. */
export const latency = defineQuery({
  name: "traces.latency",
  permission: "traces:read",
  input: selectionInput,
  output: latencyOutput,
  run: (reading, asked) => spanLatency(reading.runtime.telemetry, scopeOf(reading, asked)),
});

export const facets = defineQuery({
  name: "traces.facets",
  permission: "traces:read",
  input: selectionInput,
  output: facetsOutput,
  run: async (reading, asked) => ({
    data: await spanFacets(reading.runtime.telemetry, scopeOf(reading, asked)),
    spansMax: facetSpansMax,
  }),
});

/** All spans of a trace in columns, without their bodies. @throws notFound */
export const get = defineQuery({
  name: "traces.get",
  permission: "traces:read",
  input: oneInput,
  output: skeleton,
  run: async (reading, { traceId, at, spansMax }) => {
    const { workspaceId } = reading.context;
    const window = await placeOf(reading, traceId, at);
    const question = { workspaceId, traceId, window, spansMax };
    const stored = await traceSkeleton(reading.runtime.telemetry, question);
    if (!stored) throw notFound("trace");
    return { ...packSkeleton(traceId, stored), time: new Date(stored.startMs) };
  },
});

/** Everything one span carries. @throws notFound */
export const getSpan = defineQuery({
  name: "traces.getSpan",
  permission: "traces:read",
  input: spanInput,
  output: span,
  run: async (reading, { traceId, spanId, at }) => {
    const { workspaceId } = reading.context;
    const window = await placeOf(reading, traceId, at);
    const found = await findSpan(reading.runtime.telemetry, { workspaceId, traceId, spanId, window });
    if (!found) throw notFound("span");
    const { timeNs, durationNs, eventNs, eventNames, eventAttributes, ...body } = found;
    const { linkTraceIds, linkSpanIds, linkAttributes, ...rest } = body;
    const startNs = BigInt(timeNs);
    return {
      ...rest,
      traceId,
      time: new Date(Number(startNs / 1_000_000n)),
      durationMs: Number(durationNs) / 1e6,
      events: eventNames.map((name, place) => ({
        name,
        offsetMs: Number(BigInt(eventNs[place] ?? timeNs) - startNs) / 1e6,
        attributes: eventAttributes[place] ?? {},
      })),
      links: linkTraceIds.map((linked, place) => ({
        traceId: linked,
        spanId: linkSpanIds[place] ?? "",
        attributes: linkAttributes[place] ?? {},
      })),
    };
  },
});

/** Where to read a trace's spans: around a time that is known, or where its id is found. @throws notFound */
async function placeOf({ context, runtime }: Reading, traceId: string, at: string | undefined) {
  if (at !== undefined) return around(Date.parse(at));
  const found = await locateTrace(runtime.telemetry, {
    workspaceId: context.workspaceId,
    traceId,
    now: context.now,
  });
  if (!found) throw notFound("trace");
  return found;
}
