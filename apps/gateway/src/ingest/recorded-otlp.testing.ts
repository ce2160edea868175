import { randomBytes } from "node:crypto";
import type { SpanRow } from "@triops/telemetry/tables/spans";

export const hex = (bytes: number) => randomBytes(bytes).toString("hex");

/** Recorded spans as OTLP/JSON, of now and with trace ids of their own. */
export function otlp(
  spans: readonly SpanRow[],
  service = "recorded",
): { json: object; traceIds: string[]; ends: number[] } {
  const traces = new Map<string, string>();
  const [first = 0n] = spans.map(({ startNs }) => startNs).sort((a, b) => (a < b ? -1 : 1));
  const shift = BigInt(Date.now() - 60_000) * 1_000_000n - first;
  const pairs = (labels: readonly (readonly [string, string])[]) =>
    labels.map(([key, stringValue]) => ({ key, value: { stringValue } }));
  const json = {
    resourceSpans: [
      {
        resource: { attributes: pairs([["service.name", service]]) },
        scopeSpans: spans.map((span) => {
          const traceId = traces.get(span.traceId) ?? hex(16);
          traces.set(span.traceId, traceId);
          return {
            scope: { name: span.scopeName },
            spans: [
              {
                traceId,
                spanId: span.spanId,
                parentSpanId: span.parentSpanId,
                name: span.name,
                kind: ["unspecified", "internal", "server", "client"].indexOf(span.kind),
                startTimeUnixNano: String(span.startNs + shift),
                endTimeUnixNano: String(span.startNs + shift + span.durationNs),
                attributes: pairs(span.attributes),
                status: { code: span.status === "error" ? 2 : span.status === "ok" ? 1 : 0 },
              },
            ],
          };
        }),
      },
    ],
  };
  const ends = spans.map((span) => Number((span.startNs + shift + span.durationNs) / 1_000_000n));
  return { json, traceIds: [...traces.values()], ends };
}
