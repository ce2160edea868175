import { createRequire } from "node:module";

const require = createRequire(`${process.env.SDKS}/`);
const { NodeSDK } = require("@opentelemetry/sdk-node");
const { LangfuseSpanProcessor } = require("@langfuse/otel");
const { observeOpenAI } = require("@langfuse/openai");
const { propagateAttributes, startActiveObservation } = require("@langfuse/tracing");

const processor = new LangfuseSpanProcessor();
const sdk = new NodeSDK({ spanProcessors: [processor] });
sdk.start();
const { calls } = await import("./calls.mjs");
await propagateAttributes({ userId: "ann", sessionId: process.env.SESSION }, () =>
  startActiveObservation("answer", () => calls((client) => observeOpenAI(client))),
);
await processor.forceFlush();
await sdk.shutdown();
