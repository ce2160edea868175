import type { SpanRow } from "../tables/spans.ts";

export const spanKinds = ["unspecified", "internal", "server", "client", "producer", "consumer"] as const;
export const spanStatuses = ["unset", "ok", "error"] as const;

/** Why a span was not stored. */
export type SpanRefusal =
  | "no_trace_id"
  | "no_span_id"
  | "no_time"
  | "too_old"
  | "too_far_ahead"
  | "ends_before_start";

/** The span as sent, before any check: what both encodings are decoded to. */
export type DecodedSpan = Omit<SpanRow, "durationNs"> & { endNs: bigint };

export type SpanTimeLimits = { oldestMs: number; newestMs: number };

export function checkSpan(span: DecodedSpan, limits: SpanTimeLimits): SpanRow | SpanRefusal {
  if (span.traceId.length !== 32 || /^0+$/.test(span.traceId)) return "no_trace_id";
  if (span.spanId.length !== 16 || /^0+$/.test(span.spanId)) return "no_span_id";
  if (span.startNs === 0n) return "no_time";
  const startMs = Number(span.startNs / 1_000_000n);
  if (startMs < limits.oldestMs) return "too_old";
  if (startMs > limits.newestMs) return "too_far_ahead";
  if (span.endNs < span.startNs) return "ends_before_start";
  const { endNs, ...row } = span;
  return { ...row, durationNs: endNs - span.startNs };
}
