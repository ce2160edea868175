import { createRequire } from "node:module";

const require = createRequire(`${process.env.SDKS}/`);
const { NodeSDK } = require("@opentelemetry/sdk-node");
const { OpenAIInstrumentation } = require("@opentelemetry/instrumentation-openai");

const sdk = new NodeSDK({ instrumentations: [new OpenAIInstrumentation({ captureMessageContent: true })] });
sdk.start();
const { calls } = await import("./calls.mjs");
await calls();
await sdk.shutdown();
