import OpenAI from "openai";
import { zodResponseFormat } from "openai/helpers/zod";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { gather } from "./gather.testing.ts";
import { type DemonstrationProvider, startDemonstrationProvider } from "./server.ts";

let provider: DemonstrationProvider;
let client: OpenAI;

beforeAll(async () => {
  provider = await startDemonstrationProvider();
  client = new OpenAI({ apiKey: "demo-key", baseURL: provider.openaiUrl, maxRetries: 0 });
});
beforeEach(() => provider.reset());
afterAll(() => provider.close());

const model = "demo-small";
const ask = (content: string) => ({ model, messages: [{ role: "user" as const, content }] });
const weather = {
  type: "function" as const,
  function: {
    name: "get_weather",
    description: "Weather of a city",
    parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  },
};
const long = "The quick brown fox jumps over the lazy dog. ".repeat(200);

describe("chat completions", () => {
  test("an answer with its usage", async () => {
    const answer = await client.chat.completions.create(ask("Translate to German: good morning"));
    expect(answer.choices[0]?.message.content).toBe("gut Morgen");
    expect(answer.choices[0]?.finish_reason).toBe("stop");
    const usage = answer.usage;
    expect(usage?.total_tokens).toBe((usage?.prompt_tokens ?? 0) + (usage?.completion_tokens ?? 0));
  });

  test("a stream says the same in pieces, and its usage at the end when asked", async () => {
    const request = ask("Translate to French: good morning world and thank you");
    const whole = await client.chat.completions.create(request);
    const stream = await client.chat.completions.create({
      ...request,
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = await gather(stream);
    const text = chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("");
    expect(text).toBe(whole.choices[0]?.message.content);
    expect(chunks.length).toBeGreaterThan(5);
    expect(chunks.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true);
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: whole.usage });
  });

  test("without being asked a stream states no usage", async () => {
    const stream = await client.chat.completions.create({ ...ask("hi"), stream: true });
    for await (const chunk of stream) expect(chunk.usage).toBeUndefined();
  });

  test("a long prompt is read from the cache the second time, in steps of 128", async () => {
    const first = await client.chat.completions.create(ask(long));
    const second = await client.chat.completions.create(ask(long));
    expect(first.usage?.prompt_tokens_details?.cached_tokens).toBe(0);
    const cached = second.usage?.prompt_tokens_details?.cached_tokens ?? 0;
    expect(cached).toBeGreaterThanOrEqual(1_024);
    expect(cached % 128).toBe(0);
    expect(cached).toBeLessThanOrEqual(second.usage?.prompt_tokens ?? 0);
  });

  test("a reasoning model states what it thought within what it wrote", async () => {
    const { usage } = await client.chat.completions.create({ ...ask("2 + 3"), model: "demo-reasoner" });
    const thought = usage?.completion_tokens_details?.reasoning_tokens ?? 0;
    expect(thought).toBeGreaterThan(0);
    expect(usage?.completion_tokens).toBeGreaterThan(thought);
  });

  test("a tool is called, its result answered", async () => {
    const request = { ...ask("What is the weather in Lisbon?"), tools: [weather] };
    const call = (await client.chat.completions.create(request)).choices[0]?.message;
    const [one] = call?.tool_calls ?? [];
    if (one?.type !== "function" || !call) throw new Error("no call");
    expect(JSON.parse(one.function.arguments)).toEqual({ city: "Lisbon" });
    const result = { role: "tool" as const, tool_call_id: one.id, content: "17 °C, rain" };
    const final = await client.chat.completions.create({
      ...request,
      messages: [...request.messages, call, result],
    });
    expect(final.choices[0]?.message.content).toContain("17 °C, rain");
  });

  test("parallel calls are streamed, their arguments in pieces", async () => {
    const runner = client.chat.completions.stream({
      ...ask("Weather in Lisbon and Oslo?"),
      tools: [weather],
    });
    const message = (await runner.finalChatCompletion()).choices[0]?.message;
    const cities = message?.tool_calls?.map(
      (one) => one.type === "function" && JSON.parse(one.function.arguments).city,
    );
    expect(cities).toEqual(["Lisbon", "Oslo"]);
  });

  test("no tool is called when none fits or none may", async () => {
    const small = await client.chat.completions.create({ ...ask("Say hello"), tools: [weather] });
    expect(small.choices[0]?.message.tool_calls).toBeUndefined();
    const forbidden = await client.chat.completions.create({
      ...ask("Weather in Oslo?"),
      tools: [weather],
      tool_choice: "none",
    });
    expect(forbidden.choices[0]?.message.tool_calls).toBeUndefined();
  });

  test("JSON mode answers with an object", async () => {
    const request = { ...ask("Say hello"), response_format: { type: "json_object" as const } };
    const answer = await client.chat.completions.create(request);
    expect(JSON.parse(answer.choices[0]?.message.content ?? "")).toHaveProperty("answer");
  });

  test("a JSON schema is kept, as the client's own parser finds", async () => {
    const schema = z.object({
      name: z.string(),
      email: z.string(),
      sentiment: z.enum(["positive", "negative", "neutral"]),
      amount: z.number().nullable(),
    });
    const answer = await client.chat.completions.parse({
      ...ask("Extract: Grace Hopper (grace@example.com) loves it and paid 12.5 USD"),
      response_format: zodResponseFormat(schema, "review"),
    });
    expect(answer.choices[0]?.message.parsed).toEqual({
      name: "Grace Hopper",
      email: "grace@example.com",
      sentiment: "positive",
      amount: 12.5,
    });
  });

  test("the limit of tokens cuts the answer", async () => {
    const answer = await client.chat.completions.create({ ...ask(long), max_completion_tokens: 5 });
    expect(answer.choices[0]?.finish_reason).toBe("length");
    expect(answer.usage?.completion_tokens).toBe(5);
  });
});

describe("responses", () => {
  test("an answer, and one that continues it", async () => {
    const first = await client.responses.create({ model, input: "Translate to Spanish: red house" });
    expect(first.output_text).toBe("rojo casa");
    const second = await client.responses.create({ model, input: "hello", previous_response_id: first.id });
    expect(second.usage?.input_tokens).toBeGreaterThan(first.usage?.input_tokens ?? 0);
  });

  test("a stream, gathered by the client, is the answer", async () => {
    const stream = client.responses.stream({
      model: "demo-reasoner",
      input: "Translate to German: red house",
    });
    const types = new Set<string>();
    stream.on("event", (event) => types.add(event.type));
    const final = await stream.finalResponse();
    expect(final.output_text).toBe("rot Haus");
    expect(final.usage?.output_tokens_details.reasoning_tokens).toBeGreaterThan(0);
    for (const type of ["response.created", "response.output_text.delta", "response.completed"])
      expect(types).toContain(type);
  });

  test("a tool is called", async () => {
    const { function: declared } = weather;
    const answer = await client.responses.create({
      model,
      input: "Weather in Oslo?",
      tools: [{ type: "function", strict: false, ...declared }],
    });
    const call = answer.output.find((item) => item.type === "function_call");
    expect(call && JSON.parse(call.arguments)).toEqual({ city: "Oslo" });
  });

  test("a schema is kept", async () => {
    const schema = {
      type: "object",
      properties: { city: { type: "string" } },
      required: ["city"],
      additionalProperties: false,
    };
    const answer = await client.responses.create({
      model,
      input: "Extract: they moved to Bergen last year",
      text: { format: { type: "json_schema", name: "place", schema, strict: true } },
    });
    expect(JSON.parse(answer.output_text)).toEqual({ city: "Bergen" });
  });
});

describe("embeddings and models", () => {
  test("the client decodes what it asked for in base64", async () => {
    const { data, usage } = await client.embeddings.create({
      model: "demo-embedding",
      input: ["red house", "cat"],
      dimensions: 64,
    });
    expect(data.map((one) => one.embedding.length)).toEqual([64, 64]);
    expect(Math.hypot(...(data[0]?.embedding ?? []))).toBeCloseTo(1, 5);
    expect(usage.prompt_tokens).toBe(3);
  });

  test("models are listed under the provider's true name", async () => {
    const { data } = await client.models.list();
    expect(data.map((one) => one.id)).toContain("demo-small");
    expect(new Set(data.map((one) => one.owned_by))).toEqual(new Set(["demonstration provider"]));
    expect((await client.models.retrieve("demo-large")).id).toBe("demo-large");
    await expect(client.models.retrieve("missing-1")).rejects.toThrow(OpenAI.NotFoundError);
  });
});

describe("faults", () => {
  const fails = (words: string) => client.chat.completions.create(ask(`hi [[demo: ${words}]]`));

  test.each([
    ["status=400", OpenAI.BadRequestError],
    ["status=401", OpenAI.AuthenticationError],
    ["status=403", OpenAI.PermissionDeniedError],
    ["status=404", OpenAI.NotFoundError],
    ["rate-limit=7", OpenAI.RateLimitError],
    ["status=500", OpenAI.InternalServerError],
    ["status=503", OpenAI.InternalServerError],
  ])("%s is the client's own error", async (words, kind) => {
    await expect(fails(words)).rejects.toThrow(kind);
  });

  test("a rate limit says when to come again", async () => {
    const error = await fails("rate-limit=7").catch((one: unknown) => one);
    expect(error instanceof OpenAI.APIError && error.headers?.get("retry-after")).toBe("7");
    expect(error).toMatchObject({ code: "rate_limit_exceeded" });
  });

  test("a flaky request succeeds when the client has retried", async () => {
    const patient = new OpenAI({ apiKey: "k", baseURL: provider.openaiUrl, maxRetries: 3 });
    const answer = await patient.chat.completions.create(
      ask("2 + 2 [[demo: flaky=2 status=429 retry-after=0]]"),
    );
    expect(answer.choices[0]?.message.content).toBe("4");
    expect(provider.received).toHaveLength(3);
  });

  test("no answer comes until the client gives up, which is noticed", async () => {
    const hasty = new OpenAI({ apiKey: "k", baseURL: provider.openaiUrl, maxRetries: 0, timeout: 150 });
    await expect(hasty.chat.completions.create(ask("hi [[demo: hang]]"))).rejects.toThrow(
      OpenAI.APIConnectionTimeoutError,
    );
    await expect.poll(() => provider.abandoned()).toBe(1);
  });

  test("a stream that is cut ends in an error after its pieces, never in silence", async () => {
    const stream = await client.chat.completions.create({
      ...ask("x [[demo: length=50 cut=4]]"),
      stream: true,
    });
    const pieces: string[] = [];
    const reading = (async () => {
      for await (const chunk of stream)
        if (chunk.choices[0]?.delta.content) pieces.push(chunk.choices[0].delta.content);
    })();
    await expect(reading).rejects.toThrow();
    expect(pieces).toHaveLength(4);
    expect(provider.abandoned()).toBe(0);
  });

  test("a stream may state an error in its midst", async () => {
    const stream = await client.chat.completions.create({
      ...ask("x [[demo: length=50 fail=2]]"),
      stream: true,
    });
    await expect(gather(stream)).rejects.toThrow(OpenAI.APIError);
  });

  test("a stream that the client leaves is noticed", async () => {
    const stream = await client.chat.completions.create({
      ...ask("x [[demo: length=500 hang=3]]"),
      stream: true,
    });
    let seen = 0;
    for await (const _ of stream) if (++seen === 3) break;
    await expect.poll(() => provider.abandoned()).toBe(1);
  });

  test("usage can be missing", async () => {
    expect((await fails("usage=off")).usage).toBeUndefined();
  });

  test("a header asks for the same", async () => {
    const failing = client.chat.completions.create(ask("hi"), { headers: { "x-demo": "status=503" } });
    await expect(failing).rejects.toThrow(OpenAI.InternalServerError);
  });

  test("no key and a wrong key are 401, in OpenAI's shape", async () => {
    const stranger = new OpenAI({ apiKey: "invalid-1", baseURL: provider.openaiUrl, maxRetries: 0 });
    await expect(stranger.models.list()).rejects.toMatchObject({ status: 401, code: "invalid_api_key" });
    expect((await fetch(`${provider.openaiUrl}/models`)).status).toBe(401);
  });

  test.each([
    ["no body", ""],
    ["no JSON", "{"],
    ["no model", "{}"],
    ["no messages", '{"model":"m"}'],
    ["messages of a wrong kind", '{"model":"m","messages":[1]}'],
  ])("%s is a clear 400", async (_, body) => {
    const headers = { authorization: "Bearer k", "content-type": "application/json" };
    const answer = await fetch(`${provider.openaiUrl}/chat/completions`, { method: "POST", headers, body });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { type: "invalid_request_error" } });
  });

  test("what was sent is kept as it came", async () => {
    await client.chat.completions.create(ask("hi [[demo: latency=1]]"));
    expect(provider.received[0]).toMatchObject({
      path: "/v1/chat/completions",
      body: ask("hi [[demo: latency=1]]"),
    });
  });

  test("a limit of requests a minute is kept per key", async () => {
    const strict = await startDemonstrationProvider({ requestsPerMinute: 1_000_000, keys: ["a"] });
    const named = (apiKey: string) => new OpenAI({ apiKey, baseURL: strict.openaiUrl, maxRetries: 0 });
    await expect(named("a").models.list()).resolves.toBeDefined();
    await expect(named("b").models.list()).rejects.toThrow(OpenAI.AuthenticationError);
    await strict.close();
    const narrow = await startDemonstrationProvider({ requestsPerMinute: 0 });
    const refused = new OpenAI({ apiKey: "a", baseURL: narrow.openaiUrl, maxRetries: 0 });
    await expect(refused.models.list()).rejects.toThrow(OpenAI.RateLimitError);
    await narrow.close();
  });
});
