import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(`${process.env.SDKS}/`);
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const { NodeSDK } = require("@opentelemetry/sdk-node");
const { embed, generateText, registerTelemetry, stepCountIs, streamText, tool, jsonSchema } =
  await load("ai");
const { OpenTelemetry } = await load("@ai-sdk/otel");
const { createOpenAI } = await load("@ai-sdk/openai");

const sdk = new NodeSDK();
sdk.start();
registerTelemetry(new OpenTelemetry());
const saw = (usage) =>
  console.log(
    JSON.stringify({ saw: { input: usage.inputTokens ?? usage.tokens, output: usage.outputTokens ?? 0 } }),
  );
const { BASE_URL: baseURL, KEY: apiKey, MODEL, EMBEDDINGS } = process.env;
const openai = createOpenAI({ apiKey, baseURL, headers: JSON.parse(process.env.HEADERS ?? "{}") });
const telemetry = { isEnabled: true, functionId: "answer" };
const get_weather = tool({
  description: "Weather of a city",
  inputSchema: jsonSchema({ type: "object", properties: { city: { type: "string" } } }),
  execute: async () => ({ degrees: 21 }),
});
const model = openai.chat(MODEL);
const prompt = "What is the weather in Lisbon?";
saw(
  (await generateText({ model, prompt, tools: { get_weather }, stopWhen: stepCountIs(3), telemetry }))
    .totalUsage,
);
const stream = streamText({ model, prompt: "17 + 25", telemetry });
for await (const _ of stream.textStream);
saw(await stream.usage);
if (EMBEDDINGS) saw((await embed({ model: openai.embedding(EMBEDDINGS), value: "hello", telemetry })).usage);
await sdk.shutdown();
