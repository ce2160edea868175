import { createOpenAI } from "@ai-sdk/openai";
import { embedMany, generateText, jsonSchema, Output, stepCountIs, streamText, tool } from "ai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { gather } from "./gather.testing.ts";
import { type DemonstrationProvider, startDemonstrationProvider } from "./server.ts";

let provider: DemonstrationProvider;
let openai: ReturnType<typeof createOpenAI>;

beforeAll(async () => {
  provider = await startDemonstrationProvider();
  openai = createOpenAI({ apiKey: "demo-key", baseURL: provider.openaiUrl });
});
afterAll(() => provider.close());

const models = () => [
  { api: "responses", model: openai("demo-small") },
  { api: "chat", model: openai.chat("demo-small") },
];

test.each(["responses", "chat"])("generates text by %s", async (api) => {
  const model = models().find((one) => one.api === api)?.model;
  if (!model) throw new Error(api);
  const { text, usage } = await generateText({ model, prompt: "Translate to German: red house" });
  expect(text).toBe("rot Haus");
  expect(usage.totalTokens).toBe((usage.inputTokens ?? 0) + (usage.outputTokens ?? 0));
});

test.each(["responses", "chat"])("streams text by %s", async (api) => {
  const model = models().find((one) => one.api === api)?.model;
  if (!model) throw new Error(api);
  const stream = streamText({ model, prompt: "Translate to Spanish: good morning, the red house" });
  expect((await gather(stream.textStream)).join("")).toBe("bueno mañana, la rojo casa");
  expect((await stream.usage).outputTokens).toBeGreaterThan(0);
  expect(await stream.finishReason).toBe("stop");
});

test.each(["responses", "chat"])("calls a tool and goes on with its result by %s", async (api) => {
  const model = models().find((one) => one.api === api)?.model;
  if (!model) throw new Error(api);
  const asked: string[] = [];
  const { text, steps } = await generateText({
    model,
    prompt: "What is the weather in Oslo?",
    stopWhen: stepCountIs(3),
    tools: {
      weather: tool({
        description: "Weather of a city",
        inputSchema: z.object({ city: z.string() }),
        execute: async ({ city }) => {
          asked.push(city);
          return "4 °C";
        },
      }),
    },
  });
  expect(asked).toEqual(["Oslo"]);
  expect(steps).toHaveLength(2);
  expect(text).toContain("4 °C");
});

test("answers by a schema", async () => {
  const schema = jsonSchema<{ city: string }>({
    type: "object",
    properties: { city: { type: "string" } },
    required: ["city"],
  });
  const { output } = await generateText({
    model: openai("demo-small"),
    prompt: "Extract: they moved to Bergen",
    output: Output.object({ schema }),
  });
  expect(output).toEqual({ city: "Bergen" });
});

test("embeds", async () => {
  const { embeddings, usage } = await embedMany({
    model: openai.embedding("demo-embedding"),
    values: ["red house", "cat"],
  });
  expect(embeddings).toHaveLength(2);
  expect(usage.tokens).toBe(3);
});
