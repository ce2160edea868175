import type {
  Span,
  TraceFacets,
  TraceLatency,
  TraceLine,
  TraceSkeleton,
} from "@triops/domains/traces/schemas";
import { read, readPages } from "../../data/reads.ts";

export type TraceQuestion = { q: string; fromMs: number; toMs: number };
export type TraceOrder = "newest" | "slowest";

const inputOf = ({ q, fromMs, toMs }: TraceQuestion) => ({
  q,
  from: new Date(fromMs).toISOString(),
  to: new Date(toMs).toISOString(),
});

export const tracePages = (question: TraceQuestion, order: TraceOrder = "newest") =>
  readPages<TraceLine>("/traces", { ...inputOf(question), order: order === "newest" ? "" : order });
export const traceLatency = (question: TraceQuestion) =>
  read<TraceLatency>("/traces/latency", inputOf(question));
export const traceFacets = (question: TraceQuestion) =>
  read<TraceFacets>("/traces/facets", inputOf(question));

/** More than this in the page itself would hold up its first paint; the browser asks for a larger trace. */
const spansInPageMax = 3_000;

/** `at`: a time near the trace, so that it need not be looked for by its id. */
export const traceById = (traceId: string, at?: string | null) => ({
  ...read<TraceSkeleton>(`/traces/${traceId}`, { at }),
  meta: {
    prefetch: { query: { spansMax: spansInPageMax }, keep: (trace: TraceSkeleton) => !trace.isCut },
  },
});
export const spanById = (traceId: string, spanId: string, at: string) =>
  read<Span>(`/traces/${traceId}/spans/${spanId}`, { at });
