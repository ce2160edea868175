import Anthropic from "@anthropic-ai/sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LlmWorld, startLlmWorld } from "./world.testing.ts";

let world: LlmWorld;
let client: Anthropic;

beforeAll(async () => {
  world = await startLlmWorld();
  client = new Anthropic({ apiKey: world.key.key, baseURL: world.url, maxRetries: 0 });
  const openai = await world.provider();
  const anthropic = await world.provider({
    kind: "anthropic",
    dialect: "anthropic",
    baseUrl: world.demo.url,
    priceProvider: "anthropic",
  });
  await world.route("claude", [{ providerId: anthropic.id, model: "claude-sonnet-4-5" }]);
  await world.route("gpt", [{ providerId: openai.id, model: "gpt-4o-mini" }]);
});
afterAll(() => world.close());

const ask = (model: string, content: string) => ({
  model,
  max_tokens: 1_000,
  messages: [{ role: "user" as const, content }],
});
const textOf = (message: Anthropic.Message) =>
  message.content.map((block) => (block.type === "text" ? block.text : "")).join("");
const weather = {
  name: "get_weather",
  description: "Weather of a city",
  input_schema: { type: "object" as const, properties: { city: { type: "string" } } },
};

describe.each(["claude", "gpt"])("the Anthropic client on a route to %s", (route) => {
  it("is answered with usage, and the call is recorded with its price", async () => {
    const before = (await world.recorded(route, 0)).length;
    const message = await client.messages.create(ask(route, "Translate to German: good morning"));
    expect(textOf(message)).toBe("gut Morgen");
    expect(message).toMatchObject({ type: "message", role: "assistant", stop_reason: "end_turn" });
    const call = (await world.recorded(route, before + 1)).at(-1);
    expect(call).toMatchObject({ status: "ok", estimated: 0, output_text: "gut Morgen" });
    expect(call?.usage).toMatchObject({
      input: message.usage.input_tokens,
      output: message.usage.output_tokens,
    });
    expect(Number(call?.cost)).toBeGreaterThan(0);
  });

  it("gathers the same message from a stream", async () => {
    const whole = await client.messages.create(ask(route, "Translate to French: red house and cat"));
    const message = await client.messages
      .stream(ask(route, "Translate to French: red house and cat"))
      .finalMessage();
    expect(textOf(message)).toBe(textOf(whole));
    expect(message.usage).toMatchObject({
      input_tokens: whole.usage.input_tokens,
      output_tokens: whole.usage.output_tokens,
    });
    expect(message.stop_reason).toBe("end_turn");
  });

  it("calls tools in a stream, and answers with their results", async () => {
    const request = { ...ask(route, "Weather in Lisbon and Oslo?"), tools: [weather] };
    const message = await client.messages.stream(request).finalMessage();
    expect(message.stop_reason).toBe("tool_use");
    const calls = message.content.filter((block) => block.type === "tool_use");
    expect(calls.map((call) => call.input)).toEqual([{ city: "Lisbon" }, { city: "Oslo" }]);
    const final = await client.messages.create({
      ...request,
      messages: [
        ...request.messages,
        { role: "assistant", content: message.content as Anthropic.ContentBlockParam[] },
        {
          role: "user",
          content: calls.map((call) => ({
            type: "tool_result" as const,
            tool_use_id: call.id,
            content: "17 °C",
          })),
        },
      ],
    });
    expect(textOf(final)).toContain("17 °C");
  });

  it("is given a schema's answer", async () => {
    const schema = { type: "object", properties: { city: { type: "string" } }, additionalProperties: false };
    const message = await client.messages.create({
      ...ask(route, "Extract: they moved to Bergen"),
      output_config: { format: { type: "json_schema", schema } },
    });
    expect(JSON.parse(textOf(message))).toEqual({ city: "Bergen" });
  });

  it("is told failures as its own errors", async () => {
    const limited = client.messages.create(ask(route, "x [[demo: rate-limit=3]]"));
    await expect(limited).rejects.toThrow(Anthropic.RateLimitError);
    await expect(limited).rejects.toMatchObject({
      error: { type: "error", error: { type: "rate_limit_error" } },
    });
    const refused = client.messages.create(ask(route, "x [[demo: status=400]]"));
    await expect(refused).rejects.toThrow(Anthropic.BadRequestError);
  });

  it("hears within a stream that it broke off", async () => {
    const stream = client.messages.stream(ask(route, "x [[demo: length=60 cut=5]]"));
    await expect(stream.finalMessage()).rejects.toThrow(/provider/);
  });

  it("counts tokens before the call", async () => {
    const { model, messages } = ask(route, "How are you today?");
    const { input_tokens } = await client.messages.countTokens({ model, messages });
    // A whole request may be counted as it is.
    const streamed = { model, messages, stream: true };
    expect(await client.messages.countTokens(streamed)).toMatchObject({ input_tokens });
    expect(input_tokens).toBeGreaterThan(2);
    expect(input_tokens).toBeLessThan(30);
  });
});

it("the Anthropic client lists the routes as its models, and finds one", async () => {
  const names: string[] = [];
  for await (const model of client.models.list()) names.push(model.id);
  expect(names).toEqual(["claude", "gpt"]);
  expect(await client.models.retrieve("gpt")).toMatchObject({
    type: "model",
    id: "gpt",
    display_name: "gpt",
  });
  await expect(client.models.retrieve("nobody")).rejects.toThrow(Anthropic.NotFoundError);
});

it("what an OpenAI-shaped provider has no word for is a 400 naming it", async () => {
  const refused = client.messages.create({
    ...ask("gpt", "hi"),
    container: "c",
  } as Anthropic.MessageCreateParamsNonStreaming);
  await expect(refused).rejects.toThrow(Anthropic.BadRequestError);
  await expect(refused).rejects.toThrow(/container cannot be translated/);
});

it("Anthropic's own headers reach Anthropic, the caller's key nobody", async () => {
  world.demo.received.length = 0;
  await client.messages.create(ask("claude", "hello"), { headers: { "anthropic-beta": "demo-2026-01-01" } });
  await client.messages.create(ask("gpt", "hello"), { headers: { "anthropic-beta": "demo-2026-01-01" } });
  const [claude, gpt] = world.demo.received;
  expect(claude?.headers).toMatchObject({
    "anthropic-beta": "demo-2026-01-01",
    "anthropic-version": expect.stringMatching(/^20\d\d-\d\d-\d\d$/),
    "x-api-key": "demo-secret-key-4711",
  });
  expect(gpt?.headers["anthropic-beta"]).toBeUndefined();
  expect(JSON.stringify(world.demo.received)).not.toContain(world.key.key);
});

describe("the openai client on a route to claude", () => {
  it("is answered, streams and calls tools as with any other", async () => {
    const openai = world.openai();
    const messages = [{ role: "user" as const, content: "Weather in Lisbon and Oslo?" }];
    const tools = [
      {
        type: "function" as const,
        function: { name: weather.name, description: weather.description, parameters: weather.input_schema },
      },
    ];
    const whole = await openai.chat.completions.create({ model: "claude", messages, tools });
    const stream = openai.chat.completions.stream({
      model: "claude",
      messages,
      tools,
      stream_options: { include_usage: true },
    });
    const gathered = await stream.finalChatCompletion();
    for (const completion of [whole, gathered]) {
      const calls = completion.choices[0]?.message.tool_calls ?? [];
      expect(completion.choices[0]?.finish_reason).toBe("tool_calls");
      expect(calls.map((call) => call.type === "function" && JSON.parse(call.function.arguments))).toEqual([
        { city: "Lisbon" },
        { city: "Oslo" },
      ]);
    }
    expect(gathered.usage).toMatchObject({
      prompt_tokens: whole.usage?.prompt_tokens,
      completion_tokens: whole.usage?.completion_tokens,
    });
  });

  it("what Anthropic has no word for is a 400 naming the field", async () => {
    const refused = world.openai().chat.completions.create({
      model: "claude",
      messages: [{ role: "user", content: "hi" }],
      logprobs: true,
    });
    await expect(refused).rejects.toMatchObject({
      status: 400,
      param: "logprobs",
      code: "unsupported_parameter",
    });
  });

  it("an error within a stream is told in OpenAI's shape", async () => {
    const stream = await world.openai().chat.completions.create({
      model: "claude",
      messages: [{ role: "user", content: "x [[demo: length=60 fail=5]]" }],
      stream: true,
    });
    const read = async () => {
      for await (const _chunk of stream);
    };
    await expect(read()).rejects.toThrow(/overloaded/i);
  });
});
