import assert from "node:assert/strict";
import { createOpenAI } from "@ai-sdk/openai";
import { APICallError, generateText, jsonSchema, Output, streamText, tool } from "ai";
import manifest from "ai/package.json" with { type: "json" };
import { type Client, cities, citySchema, weather } from "./steps.ts";

/** Vercel's AI SDK with its OpenAI provider. */
export const aiSdk: Client = {
  name: `ai ${manifest.version} with @ai-sdk/openai`,
  async run(world, steps) {
    const openai = createOpenAI({
      apiKey: world.llmKey,
      baseURL: `${world.gatewayUrl}/v1`,
      headers: steps.headers,
    });
    const model = openai.chat(world.openaiRoute);
    const saw = (usage: { inputTokens?: number | undefined; outputTokens?: number | undefined }) =>
      steps.saw({ input: usage.inputTokens ?? 0, output: usage.outputTokens ?? 0 }, "openai");
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
  },
};
