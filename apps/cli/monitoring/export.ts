import { setTimeout as sleep } from "node:timers/promises";
import type { Attributes, BatchObservableCallback, Observable } from "@opentelemetry/api";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import type { Logger } from "@triops/kernel/logger";
import type { Catalogue, Reading } from "./reading.ts";

export type ExportOptions = {
  gatewayUrl: string;
  ingestKey: string;
  resource: Attributes;
  catalogue: Catalogue;
  collect(): Promise<Reading[]>;
  everyMs: number;
  log: Logger;
};

/** A last reading is worth a second, not a late exit. */
const flushMs = 1_000;

/**
 * Reads and sends a catalogue of metrics every `everyMs` with the OpenTelemetry SDK. A gateway that is away costs
 * the points of that time, a log line when it goes and one when it is back, and nothing else.
 */
export function startExport(options: ExportOptions): { close(): Promise<void> } {
  const { log, everyMs } = options;
  const exporter = new OTLPMetricExporter({
    url: new URL("/v1/metrics", options.gatewayUrl).href,
    headers: { authorization: `Bearer ${options.ingestKey}` },
    timeoutMillis: Math.min(5_000, everyMs),
    concurrencyLimit: 2,
  });
  const send = exporter.export.bind(exporter);
  let failing = false;
  exporter.export = (metrics, done) =>
    send(metrics, (result) => {
      const failed = result.error !== undefined;
      if (failed && !failing)
        log.warn({ err: result.error }, "the gateway did not take our metrics; going on trying");
      if (!failed && failing) log.info("the gateway takes our metrics again");
      failing = failed;
      done(result);
    });

  const provider = new MeterProvider({
    resource: resourceFromAttributes(options.resource),
    readers: [
      new PeriodicExportingMetricReader({
        exporter,
        exportIntervalMillis: everyMs,
        exportTimeoutMillis: Math.min(8_000, everyMs),
      }),
    ],
  });
  const meter = provider.getMeter("triops-monitoring");
  const instruments = new Map<string, Observable>();
  for (const [name, { kind, unit, description }] of Object.entries(options.catalogue)) {
    const create = kind === "gauge" ? meter.createObservableGauge : meter.createObservableCounter;
    instruments.set(name, create.call(meter, name, { unit, description }));
  }
  const observe: BatchObservableCallback = async (result) => {
    try {
      for (const { metric, value, attributes } of await options.collect()) {
        const instrument = instruments.get(metric);
        if (instrument && Number.isFinite(value)) result.observe(instrument, value, attributes);
      }
    } catch (error) {
      log.warn({ err: error }, "could not read some metrics");
    }
  };
  meter.addBatchObservableCallback(observe, [...instruments.values()]);
  return {
    async close() {
      await Promise.race([provider.shutdown().catch(() => {}), sleep(flushMs, undefined, { ref: false })]);
    },
  };
}
