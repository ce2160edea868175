import type { SpanRow } from "../../tables/spans.ts";
import type { LlmSpanRow } from "../llm-span-row.ts";
import type { MappedSpan } from "./map-span.ts";

type Tree = Pick<SpanRow, "traceId" | "spanId" | "parentSpanId" | "name">;

/**
 * What a trace says once, copied on to its spans of this batch: from the root if it is here, else from whichever span
 * says it. What comes in another batch keeps its gaps; nothing is patched later.
 */
export function shareTraceFacts(mapped: readonly MappedSpan[], spans: readonly Tree[]): void {
  const rootNames = new Map<string, string>();
  for (const span of spans) if (span.parentSpanId === "") rootNames.set(span.traceId, span.name);
  const facts = new Map<
    string,
    Pick<LlmSpanRow, "traceName" | "user" | "session" | "environment" | "release" | "tags">
  >();
  const rootFirst = [...mapped].sort(
    (a, b) => Number(a.row.parentSpanId !== "") - Number(b.row.parentSpanId !== ""),
  );
  for (const { row } of rootFirst) {
    const known = facts.get(row.traceId);
    if (!known) {
      const { traceName, user, session, environment, release, tags } = row;
      facts.set(row.traceId, { traceName, user, session, environment, release, tags });
      continue;
    }
    known.traceName ||= row.traceName;
    known.user ||= row.user;
    known.session ||= row.session;
    known.environment ||= row.environment;
    known.release ||= row.release;
    if (known.tags.length === 0) known.tags = row.tags;
  }
  for (const { row } of mapped) {
    const known = facts.get(row.traceId);
    if (!known) continue;
    row.traceName ||= known.traceName || (rootNames.get(row.traceId) ?? "");
    row.user ||= known.user;
    row.session ||= known.session;
    row.environment ||= known.environment;
    row.release ||= known.release;
    if (row.tags.length === 0) row.tags = known.tags;
  }
}

const depthMax = 10_000;

/**
 * Of spans that lie within each other the innermost with usage counts: what runs steps, and instrumentations on top of
 * each other, repeat what the call within them used. Spans of other kinds in between are passed through.
 */
export function settleCounts(mapped: readonly MappedSpan[], spans: readonly Tree[]): void {
  const parentOf = new Map(
    spans.map((span) => [`${span.traceId}${span.spanId}`, span.parentSpanId] as const),
  );
  const counting = new Map(
    mapped
      .filter(({ row }) => row.counts)
      .map((one) => [`${one.row.traceId}${one.row.spanId}`, one] as const),
  );
  const repeats = new Set<MappedSpan>();
  const passed = new Set<string>();
  for (const { row, usage } of counting.values()) {
    if (usage === null) continue;
    let parent = row.parentSpanId;
    for (let depth = 0; parent !== "" && depth < depthMax; depth++) {
      const key = `${row.traceId}${parent}`;
      if (passed.has(key)) break;
      passed.add(key);
      const above = counting.get(key);
      if (above) repeats.add(above);
      parent = parentOf.get(key) ?? "";
    }
  }
  for (const { row } of repeats) row.counts = false;
}
