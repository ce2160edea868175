import { setTimeout as sleep } from "node:timers/promises";
import { context, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";

export type TracingOptions = {
  /** `service.name` of the spans, as `triops-worker`. */
  service: string;
  gatewayUrl: string;
  /** Spans go to the workspace of this key; without one nothing is traced. */
  ingestKey?: string | undefined;
  /** Share of traces kept; a trace is kept whole or not at all. */
  ratio?: number;
};

const flushMs = 1_000;

/**
 * Sends this process's own spans through the gateway's OTLP endpoint, like any customer's. The SDK lives here,
 * among the outside world's protocols, because domains and the gateway may use providers while the floor (kernel)
 * knows only the tracing API. Once per process.
 */
export function startTracing(options: TracingOptions): { close(): Promise<void> } {
  const { service, gatewayUrl, ingestKey, ratio = 0.05 } = options;
  if (!ingestKey) return { close: async () => {} };
  const exporter = new OTLPTraceExporter({
    url: new URL("/v1/traces", gatewayUrl).href,
    headers: { authorization: `Bearer ${ingestKey}` },
    timeoutMillis: 5_000,
    concurrencyLimit: 1,
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.name": service, "service.namespace": "triops" }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    // A gateway that is away costs at most this many spans of memory; the rest is dropped.
    spanProcessors: [new BatchSpanProcessor({ exporter, maxQueueSize: 1_024, scheduledDelayMillis: 10_000 })],
    spanLimits: { attributeValueLengthLimit: 256, attributeCountLimit: 32, eventCountLimit: 16 },
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  return {
    async close() {
      // The last spans are worth a second, not a late exit.
      await Promise.race([provider.shutdown().catch(() => {}), sleep(flushMs, undefined, { ref: false })]);
      trace.disable();
      context.disable();
    },
  };
}
