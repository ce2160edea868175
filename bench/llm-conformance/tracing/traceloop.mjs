import { createRequire } from "node:module";

const require = createRequire(`${process.env.SDKS}/`);
const traceloop = require("@traceloop/node-server-sdk");
const { OTLPTraceExporter } = require("@opentelemetry/exporter-trace-otlp-proto");

traceloop.initialize({
  appName: process.env.OTEL_SERVICE_NAME,
  exporter: new OTLPTraceExporter(),
  disableBatch: true,
  silenceInitializationMessage: true,
  traceloopSyncEnabled: false,
  telemetryEnabled: false,
});
const { calls } = await import("./calls.mjs");
await traceloop.withAssociationProperties({ user_id: "ann", session_id: process.env.SESSION }, () =>
  traceloop.withWorkflow({ name: "answer" }, () => calls()),
);
await traceloop.forceFlush();
