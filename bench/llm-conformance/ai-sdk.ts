import assert from "node:assert/strict";
import { createOpenAI } from "@ai-sdk/openai";
import { APICallError, generateText, jsonSchema, Output, streamText, tool } from "ai";
import manifest from "ai/package.json" with { type: "json" };
import { responsesTargets } from "./responses-targets.ts";
import { type Client, cities, citySchema, type Steps, weather } from "./steps.ts";
import type { prices, World } from "./world.ts";

type Provider = ReturnType<typeof createOpenAI>;
type Model = ReturnType<Provider["chat"]> | ReturnType<Provider["responses"]>;

const name = `ai ${manifest.version} with @ai-sdk/openai`;

/** Vercel's AI SDK with its OpenAI provider: chat completions, and responses, which it takes unless it is told otherwise. */
export const aiSdk: readonly Client[] = [
  {
    name,
    run: (world, steps) => converse(world, steps, "openai", (openai) => openai.chat(world.openaiRoute)),
  },
  ...responsesTargets.map(({ to, route, priced }) => ({
    name: `${name}, responses to ${to}`,
    run: (world: World, steps: Steps) => converse(world, steps, priced, (openai) => openai(route(world))),
  })),
];

async function converse(
  world: World,
  steps: Steps,
  priced: keyof typeof prices,
  modelOf: (openai: Provider) => Model,
): Promise<void> {
  const openai = createOpenAI({
    apiKey: world.llmKey,
    baseURL: `${world.gatewayUrl}/v1`,
    headers: steps.headers,
  });
  const model = modelOf(openai);
  const saw = (usage: { inputTokens?: number | undefined; outputTokens?: number | undefined }) =>
    steps.saw({ input: usage.inputTokens ?? 0, output: usage.outputTokens ?? 0 }, priced);
  await steps.step("content", async () => {
    const prompt = "Translate to German: good morning";
    const { text, usage } = await generateText({ model, prompt, headers: steps.traced });
    saw(usage);
    assert.equal(text, "gut Morgen");
  });
  await steps.step("a stream with usage", async () => {
    const result = streamText({ model, prompt: "Translate to French: red house and cat" });
    let text = "";
    for await (const piece of result.textStream) text += piece;
    saw(await result.usage);
    assert.match(text, /maison/);
  });
  await steps.step("tools", async () => {
    const get_weather = tool({
      description: weather.description,
      inputSchema: jsonSchema(weather.parameters as Parameters<typeof jsonSchema>[0]),
    });
    const { toolCalls, usage } = await generateText({
      model,
      prompt: "Weather in Lisbon and Oslo?",
      tools: { get_weather },
    });
    saw(usage);
    assert.deepEqual(
      toolCalls.map(({ input }) => input),
      cities,
    );
  });
  await steps.step("structured output", async () => {
    const schema = jsonSchema<{ city: string }>(citySchema as Parameters<typeof jsonSchema>[0]);
    const { output, usage } = await generateText({
      model,
      prompt: "Extract: they moved to Bergen",
      output: Output.object({ schema }),
    });
    saw(usage);
    assert.deepEqual(output, { city: "Bergen" });
  });
  await steps.step("errors are the client's own", async () => {
    const failing = generateText({ model, prompt: "x [[demo: rate-limit=3]]", maxRetries: 0 });
    await assert.rejects(failing, (error) => APICallError.isInstance(error) && error.statusCode === 429);
  });
  await steps.checkRecords();
}
