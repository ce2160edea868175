import Anthropic from "@anthropic-ai/sdk";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type DemonstrationProvider, startDemonstrationProvider } from "./server.ts";

let provider: DemonstrationProvider;
let client: Anthropic;

beforeAll(async () => {
  provider = await startDemonstrationProvider();
  client = new Anthropic({ apiKey: "demo-key", baseURL: provider.url, maxRetries: 0 });
});
beforeEach(() => provider.reset());
afterAll(() => provider.close());

const ask = (content: string) => ({
  model: "demo-large",
  max_tokens: 1_000,
  messages: [{ role: "user" as const, content }],
});
const textOf = (message: Anthropic.Message) =>
  message.content.map((block) => (block.type === "text" ? block.text : "")).join("");
const manual = "Turn the valve to the left before you open the lid. ".repeat(200);
const weather = {
  name: "get_weather",
  description: "Weather of a city",
  input_schema: { type: "object" as const, properties: { city: { type: "string" } } },
};

describe("messages", () => {
  test("an answer with its usage", async () => {
    const message = await client.messages.create(ask("Translate to German: good morning"));
    expect(textOf(message)).toBe("gut Morgen");
    expect(message).toMatchObject({
      stop_reason: "end_turn",
      usage: { output_tokens: 3, service_tier: "standard" },
    });
  });

  test("a stream, gathered by the client, is the same message", async () => {
    const whole = await client.messages.create(ask("Translate to French: red house and cat"));
    const stream = client.messages.stream(ask("Translate to French: red house and cat"));
    const order: string[] = [];
    stream.on("streamEvent", (event) => order.push(event.type));
    const message = await stream.finalMessage();
    expect(textOf(message)).toBe(textOf(whole));
    expect(message.usage.output_tokens).toBe(whole.usage.output_tokens);
    expect(message.usage.input_tokens).toBe(whole.usage.input_tokens);
    const turns = order.filter((type) => type !== "ping" && type !== "content_block_delta");
    expect(turns).toEqual([
      "message_start",
      "content_block_start",
      "content_block_stop",
      "message_delta",
      "message_stop",
    ]);
  });

  test.each(["5m", "1h"] as const)(
    "a marked prompt is written for %s, then read; neither counts as input",
    async (ttl) => {
      const request = {
        ...ask("Which way?"),
        system: [{ type: "text" as const, text: manual, cache_control: { type: "ephemeral" as const, ttl } }],
      };
      const { usage: first } = await client.messages.create(request);
      const { usage: second } = await client.messages.create(request);
      expect(first.cache_read_input_tokens).toBe(0);
      expect(
        first.cache_creation?.[ttl === "1h" ? "ephemeral_1h_input_tokens" : "ephemeral_5m_input_tokens"],
      ).toBe(first.cache_creation_input_tokens);
      expect(second.cache_read_input_tokens).toBe(first.cache_creation_input_tokens);
      expect(second.cache_creation_input_tokens).toBe(0);
      expect(second.input_tokens).toBe(first.input_tokens);
      expect(first.input_tokens).toBeLessThan(50);
    },
  );

  test("thoughts are a block of their own, signed, and part of the output", async () => {
    const stream = client.messages.stream({
      ...ask("2 + 3"),
      max_tokens: 4_000,
      thinking: { type: "enabled", budget_tokens: 2_000 },
    });
    const message = await stream.finalMessage();
    expect(message.content.map((block) => block.type)).toEqual(["thinking", "text"]);
    expect(message.content[0]).toHaveProperty("signature", expect.stringMatching(/.+/));
    expect(message.usage.output_tokens).toBeGreaterThan(10);
  });

  test("tools are called in a stream, their input in pieces, and the result is answered", async () => {
    const request = { ...ask("Weather in Lisbon and Oslo?"), tools: [weather] };
    const message = await client.messages.stream(request).finalMessage();
    expect(message.stop_reason).toBe("tool_use");
    const calls = message.content.filter((block) => block.type === "tool_use");
    expect(calls.map((call) => call.input)).toEqual([{ city: "Lisbon" }, { city: "Oslo" }]);
    const results = calls.map((call) => ({
      type: "tool_result" as const,
      tool_use_id: call.id,
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
    expect(textOf(final)).toContain("17 °C");
  });

  test("a schema is kept", async () => {
    const schema = { type: "object", properties: { city: { type: "string" } } };
    const message = await client.messages.create({
      ...ask("Extract: they moved to Bergen"),
      output_config: { format: { type: "json_schema", schema } },
    });
    expect(JSON.parse(textOf(message))).toEqual({ city: "Bergen" });
  });

  test("tokens are counted before the call as they are in it", async () => {
    const { model, messages } = ask("How are you today?");
    const { input_tokens } = await client.messages.countTokens({ model, messages });
    expect((await client.messages.create(ask("How are you today?"))).usage.input_tokens).toBe(input_tokens);
  });

  test("models are listed", async () => {
    const models = await client.models.list();
    expect(models.data[0]?.display_name).toContain("demonstration provider");
  });
});

describe("faults", () => {
  test.each([
    ["status=400", Anthropic.BadRequestError, "invalid_request_error"],
    ["status=401", Anthropic.AuthenticationError, "authentication_error"],
    ["rate-limit=3", Anthropic.RateLimitError, "rate_limit_error"],
    ["status=500", Anthropic.InternalServerError, "api_error"],
    ["status=529", Anthropic.InternalServerError, "overloaded_error"],
  ])("%s is the client's own error", async (words, kind, type) => {
    const failing = client.messages.create(ask(`hi [[demo: ${words}]]`));
    await expect(failing).rejects.toThrow(kind);
    await expect(failing).rejects.toMatchObject({ error: { error: { type } } });
  });

  test("a stream may be overloaded in its midst", async () => {
    const stream = client.messages.stream(ask("x [[demo: length=40 fail=2]]"));
    await expect(stream.finalMessage()).rejects.toThrow(/overloaded/i);
  });

  test("a stream that is cut is an error", async () => {
    const stream = client.messages.stream(ask("x [[demo: length=40 cut=3]]"));
    await expect(stream.finalMessage()).rejects.toThrow();
  });

  test("a missing limit of tokens is a clear 400", async () => {
    const { model, messages } = ask("hi");
    const failing = client.messages.create({
      model,
      messages,
    } as unknown as Anthropic.MessageCreateParamsNonStreaming);
    await expect(failing).rejects.toThrow(/max_tokens/);
  });
});
