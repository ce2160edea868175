// What every traced program does: an answer, a tool call, a stream and vectors. Usage is told as the client was told it.
import { createRequire } from "node:module";

const require = createRequire(`${process.env.SDKS}/`);
const say = (fields) => console.log(JSON.stringify(fields));
const saw = (usage) => say({ saw: { input: usage.prompt_tokens, output: usage.completion_tokens ?? 0 } });

/** @param wrap what an SDK puts around the client */
export async function calls(wrap = (client) => client) {
  const { OpenAI } = require("openai");
  const { BASE_URL: baseURL, KEY: apiKey, MODEL: model, EMBEDDINGS: embeddings } = process.env;
  const defaultHeaders = JSON.parse(process.env.HEADERS ?? "{}");
  const client = wrap(new OpenAI({ apiKey, baseURL, defaultHeaders, maxRetries: 0 }));
  const ask = (content, more = {}) =>
    client.chat.completions.create({ model, messages: [{ role: "user", content }], ...more });

  saw((await ask("Translate to German: good morning", { temperature: 0.2 })).usage);
  const parameters = { type: "object", properties: { city: { type: "string" } } };
  const tools = [
    { type: "function", function: { name: "get_weather", description: "Weather of a city", parameters } },
  ];
  saw((await ask("What is the weather in Lisbon?", { tools })).usage);
  for await (const chunk of await ask("17 + 25", { stream: true, stream_options: { include_usage: true } }))
    if (chunk.usage && process.env.STREAM_USAGE !== "off") saw(chunk.usage);
  // Their answers have no id: told twice (here and by the gateway) they are known by their parent alone.
  if (process.env.EMBEDDINGS === "") return;
  const vectors = await client.embeddings.create({ model: embeddings, input: "hello" });
  if (process.env.EMBEDDING_USAGE !== "off") saw(vectors.usage);
}
