import assert from "node:assert/strict";
import Anthropic from "@anthropic-ai/sdk";
import { VERSION } from "@anthropic-ai/sdk/version";
import { type Client, cities, citySchema, type Steps, weather } from "./steps.ts";
import type { World } from "./world.ts";

const ask = (model: string, content: string) => ({
  model,
  max_tokens: 1_000,
  messages: [{ role: "user" as const, content }],
});
const textOf = (message: Anthropic.Message) =>
  message.content.map((block) => (block.type === "text" ? block.text : "")).join("");
const tool = {
  name: weather.name,
  description: weather.description,
  input_schema: weather.parameters as Anthropic.Tool.InputSchema,
};

/** Anthropic's own client: once to a provider that speaks its form, once translated. */
const anthropicTo = (to: "anthropic" | "openai"): Client => ({
  name: `@anthropic-ai/sdk ${VERSION} to ${to === "anthropic" ? "Anthropic's form" : "OpenAI's form"}`,
  run: (world, steps) =>
    converse(world, steps, to, to === "anthropic" ? world.anthropicRoute : world.openaiRoute),
});
export const anthropicJs = [anthropicTo("anthropic"), anthropicTo("openai")];

async function converse(
  world: World,
  steps: Steps,
  to: "anthropic" | "openai",
  model: string,
): Promise<void> {
  const client = new Anthropic({
    apiKey: world.llmKey,
    baseURL: world.gatewayUrl,
    maxRetries: 0,
    defaultHeaders: steps.headers,
  });
  const saw = ({ usage }: Anthropic.Message) =>
    steps.saw({ input: usage.input_tokens, output: usage.output_tokens }, to);
  await steps.step("content", async () => {
    const request = ask(model, "Translate to German: good morning");
    const message = await client.messages.create(request, { headers: steps.traced });
    saw(message);
    assert.equal(textOf(message), "gut Morgen");
    assert.equal(message.stop_reason, "end_turn");
  });
  await steps.step("a stream with usage", async () => {
    const message = await client.messages
      .stream(ask(model, "Translate to French: red house and cat"))
      .finalMessage();
    saw(message);
    assert.match(textOf(message), /maison/);
  });
  await steps.step("tools in a stream, and their results", async () => {
    const request = { ...ask(model, "Weather in Lisbon and Oslo?"), tools: [tool] };
    const message = await client.messages.stream(request).finalMessage();
    saw(message);
    const calls = message.content.filter((block) => block.type === "tool_use");
    assert.deepEqual(
      calls.map(({ input }) => input),
      cities,
    );
    const results = calls.map(({ id }) => ({
      type: "tool_result" as const,
      tool_use_id: id,
      content: "17 °C",
    }));
    const final = await client.messages.create({
      ...request,
      messages: [
        ...request.messages,
        { role: "assistant", content: message.content as Anthropic.ContentBlockParam[] },
        { role: "user", content: results },
      ],
    });
    saw(final);
    assert.match(textOf(final), /17 °C/);
  });
  await steps.step("structured output", async () => {
    const message = await client.messages.create({
      ...ask(model, "Extract: they moved to Bergen"),
      output_config: { format: { type: "json_schema", schema: citySchema } },
    });
    saw(message);
    assert.deepEqual(JSON.parse(textOf(message)), { city: "Bergen" });
  });
  await steps.step("tokens are counted before a call", async () => {
    const { messages } = ask(model, "How are you today?");
    assert.ok((await client.messages.countTokens({ model, messages })).input_tokens > 0);
  });
  await steps.step("errors are the client's own", async () => {
    await assert.rejects(
      client.messages.create(ask(model, "x [[demo: rate-limit=3]]")),
      Anthropic.RateLimitError,
    );
    await assert.rejects(client.messages.create(ask("nobody", "x")), Anthropic.NotFoundError);
    const wrong = new Anthropic({ apiKey: "wrong", baseURL: world.gatewayUrl, maxRetries: 0 });
    await assert.rejects(wrong.messages.create(ask(model, "x")), Anthropic.AuthenticationError);
  });
  await steps.checkRecords();
}
