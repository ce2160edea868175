import assert from "node:assert/strict";
import OpenAI from "openai";
import { VERSION } from "openai/version";
import { type Client, cities, citySchema, weather } from "./steps.ts";

const ask = (content: string) => [{ role: "user" as const, content }];

/** OpenAI's own client for JavaScript. */
export const openaiJs: Client = {
  name: `openai ${VERSION} (JavaScript)`,
  async run(world, steps) {
    const client = new OpenAI({
      apiKey: world.llmKey,
      baseURL: `${world.gatewayUrl}/v1`,
      maxRetries: 0,
      defaultHeaders: steps.headers,
    });
    const model = world.openaiRoute;
    const saw = (usage: { prompt_tokens: number; completion_tokens: number } | null | undefined) => {
      assert.ok(usage, "no usage was stated");
      steps.saw({ input: usage.prompt_tokens, output: usage.completion_tokens }, "openai");
    };
    await steps.step("content", async () => {
      const messages = ask("Translate to German: good morning");
      const answer = await client.chat.completions.create({ model, messages }, { headers: steps.traced });
      saw(answer.usage);
      assert.equal(answer.choices[0]?.message.content, "gut Morgen");
    });
    await steps.step("a stream with usage", async () => {
      const messages = ask("Translate to French: red house and cat");
      const stream = client.chat.completions.stream({
        model,
        messages,
        stream_options: { include_usage: true },
      });
      const answer = await stream.finalChatCompletion();
      saw(answer.usage);
      assert.match(answer.choices[0]?.message.content ?? "", /maison/);
    });
    await steps.step("tools in a stream", async () => {
      const stream = client.chat.completions.stream({
        model,
        messages: ask("Weather in Lisbon and Oslo?"),
        tools: [{ type: "function", function: weather }],
        stream_options: { include_usage: true },
      });
      const answer = await stream.finalChatCompletion();
      saw(answer.usage);
      const calls = answer.choices[0]?.message.tool_calls ?? [];
      assert.deepEqual(
        calls.map((call) => call.type === "function" && JSON.parse(call.function.arguments)),
        cities,
      );
    });
    await steps.step("structured output", async () => {
      const answer = await client.chat.completions.parse({
        model,
        messages: ask("Extract: they moved to Bergen"),
        response_format: {
          type: "json_schema",
          json_schema: { name: "city", schema: citySchema, strict: true },
        },
      });
      saw(answer.usage);
      assert.deepEqual(JSON.parse(answer.choices[0]?.message.content ?? ""), { city: "Bergen" });
    });
    await steps.step("embeddings, and the models there are", async () => {
      const other = client.withOptions({
        defaultHeaders: { "x-triops-session": `${steps.session}-vectors` },
      });
      const { data } = await other.embeddings.create({ model: world.embeddingsRoute, input: ["a", "b"] });
      assert.equal(data.length, 2);
      const names: string[] = [];
      for await (const one of client.models.list()) names.push(one.id);
      assert.ok(names.includes(model));
    });
    await steps.step("errors are the client's own", async () => {
      const limited = client.chat.completions.create({ model, messages: ask("x [[demo: rate-limit=3]]") });
      await assert.rejects(limited, OpenAI.RateLimitError);
      await assert.rejects(
        client.chat.completions.create({ model: "nobody", messages: ask("x") }),
        OpenAI.NotFoundError,
      );
      const noKey = new OpenAI({ apiKey: "wrong", baseURL: `${world.gatewayUrl}/v1`, maxRetries: 0 });
      await assert.rejects(noKey.models.list(), OpenAI.AuthenticationError);
      const said = await client.chat.completions
        .create({ model: world.anthropicRoute, messages: ask("x"), logprobs: true })
        .catch((error: unknown) => error);
      assert.ok(said instanceof OpenAI.BadRequestError && said.param === "logprobs");
    });
    await steps.checkRecords();
  },
};
