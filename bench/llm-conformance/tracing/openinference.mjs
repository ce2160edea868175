import { createRequire } from "node:module";

const require = createRequire(`${process.env.SDKS}/`);
const { NodeSDK } = require("@opentelemetry/sdk-node");
const { context, trace } = require("@opentelemetry/api");
const { OpenAIInstrumentation } = require("@arizeai/openinference-instrumentation-openai");
const { setSession, setUser } = require("@arizeai/openinference-core");

const instrumentation = new OpenAIInstrumentation();
const sdk = new NodeSDK({ instrumentations: [instrumentation] });
sdk.start();
instrumentation.manuallyInstrument(require("openai"));
const { calls } = await import("./calls.mjs");
const about = setUser(setSession(context.active(), { sessionId: process.env.SESSION }), { userId: "ann" });
await context.with(about, () =>
  trace.getTracer("app").startActiveSpan("answer", async (span) => {
    span.setAttribute("openinference.span.kind", "CHAIN");
    await calls();
    span.end();
  }),
);
await sdk.shutdown();
