import { ingestTraces, type TraceIngest } from "./otlp-traces.ts";
import type { OtlpRoute } from "./routes.ts";

/**
 * Where Langfuse's clients send spans: OTLP under their own address, with a key as the password of Basic. Metrics are
 * answered and not kept, as Langfuse does.
 */
export const langfuseRoutes = (traces: TraceIngest): OtlpRoute[] => [
  {
    path: "/api/public/otel/v1/traces",
    signal: "traces",
    ingest: (key, body, encoding) => ingestTraces(traces, key, body, encoding, "langfuse"),
  },
  {
    path: "/api/public/otel/v1/metrics",
    signal: "metrics",
    ingest: async () => ({ accepted: 0, rejected: 0, message: "" }),
  },
];
