import { createOpenAI } from "@ai-sdk/openai";
import { generateText } from "ai";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LlmWorld, startLlmWorld } from "./world.testing.ts";

let world: LlmWorld;
let openai: OpenAI;

beforeAll(async () => {
  world = await startLlmWorld();
  openai = world.openai();
  const provider = await world.provider();
  await world.route("plain", [{ providerId: provider.id }]);
  await world.route("vectors", [{ providerId: provider.id, model: "text-embedding-3-small" }], {
    operations: ["embeddings"],
  });
  await world.route("folder/with-slash", [{ providerId: provider.id }]);
});
afterAll(() => world.close());

const ask = (content: string) => [{ role: "user" as const, content }];
const sentiment = ask("Classify the sentiment: I love this, it is wonderful");

describe("the openai client", () => {
  it("is answered, told the route, the cost and an id, and the call is recorded with its price", async () => {
    const { data, response } = await openai.chat.completions
      .create(
        { model: "plain", messages: sentiment, user: "u-1" },
        { headers: { "x-triops-session": "s-1" } },
      )
      .withResponse();
    expect(data.choices[0]?.message.content).toBe("positive");
    expect(response.headers.get("x-triops-route")).toBe("plain");
    expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    const told = Number(response.headers.get("x-triops-cost-usd"));
    const usage = data.usage as { prompt_tokens: number; completion_tokens: number };
    expect(told).toBeCloseTo(usage.prompt_tokens * 0.15e-6 + usage.completion_tokens * 0.6e-6, 12);
    const [call] = await world.recorded("plain", 1);
    expect(call).toMatchObject({
      status: "ok",
      model: "gpt-4o-mini",
      user: "u-1",
      session: "s-1",
      estimated: 0,
    });
    expect(Number(call?.cost)).toBeCloseTo(told, 12);
    expect(call?.usage).toMatchObject({ input: usage.prompt_tokens, output: usage.completion_tokens });
  });

  it("streams, and sees usage only when it asks for it", async () => {
    const gather = async (stream_options?: { include_usage: boolean }) => {
      const stream = await openai.chat.completions.create({
        model: "plain",
        messages: sentiment,
        stream: true,
        ...(stream_options ? { stream_options } : {}),
      });
      const chunks: OpenAI.ChatCompletionChunk[] = [];
      for await (const chunk of stream) chunks.push(chunk);
      return chunks;
    };
    const textOf = (chunks: OpenAI.ChatCompletionChunk[]) =>
      chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("");
    const plain = await gather();
    expect(textOf(plain)).toBe("positive");
    expect(plain.some((chunk) => chunk.usage || chunk.choices.length === 0)).toBe(false);
    const asked = await gather({ include_usage: true });
    expect(textOf(asked)).toBe("positive");
    expect(asked.at(-1)?.usage?.total_tokens).toBeGreaterThan(0);
    const calls = await world.recorded("plain", 3);
    for (const call of calls.slice(1)) expect(call).toMatchObject({ estimated: 0, output_text: "positive" });
  });

  it("calls tools, in one piece and streamed", async () => {
    const tools: OpenAI.ChatCompletionFunctionTool[] = [
      {
        type: "function",
        function: {
          name: "get_weather",
          description: "The weather of a city",
          parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
        },
      },
    ];
    const messages = ask("What is the weather in Paris?");
    const whole = await openai.chat.completions.create({ model: "plain", messages, tools });
    const call = whole.choices[0]?.message.tool_calls?.[0] as OpenAI.ChatCompletionMessageFunctionToolCall;
    expect(call.function.name).toBe("get_weather");
    expect(JSON.parse(call.function.arguments)).toEqual({ city: "Paris" });
    const stream = openai.chat.completions.stream({ model: "plain", messages, tools });
    const final = await stream.finalMessage();
    const streamed = final.tool_calls?.[0] as OpenAI.ChatCompletionMessageFunctionToolCall;
    expect(streamed.function).toMatchObject({ name: "get_weather", arguments: call.function.arguments });
  });

  it("gets structured output and may send images", async () => {
    const schema = {
      type: "object",
      properties: { name: { type: "string" }, email: { type: "string" } },
      required: ["name", "email"],
    };
    const answer = await openai.chat.completions.create({
      model: "plain",
      messages: ask("Extract the name and email: Ada Lovelace, ada@example.com"),
      response_format: { type: "json_schema", json_schema: { name: "person", schema } },
    });
    expect(JSON.parse(answer.choices[0]?.message.content ?? "")).toMatchObject({ email: "ada@example.com" });
    const image = { type: "image_url" as const, image_url: { url: "data:image/png;base64,iVBORw0KGgo=" } };
    await openai.chat.completions.create({
      model: "plain",
      messages: [{ role: "user", content: [{ type: "text", text: "Say hello" }, image] }],
    });
    const { body } = world.demo.received.at(-1) as { body: { messages: { content: unknown[] }[] } };
    expect(body.messages[0]?.content[1]).toEqual(image);
  });

  it("embeds, and an embedding route refuses chat in words", async () => {
    const { data, usage } = await openai.embeddings.create({ model: "vectors", input: ["one", "two"] });
    expect(data.map(({ embedding }) => embedding.length)).toEqual([256, 256]);
    expect(usage.prompt_tokens).toBeGreaterThan(0);
    const [call] = await world.recorded("vectors", 1);
    expect(Number(call?.cost)).toBeGreaterThan(0);
    await expect(
      openai.chat.completions.create({ model: "vectors", messages: sentiment }),
    ).rejects.toMatchObject({
      status: 400,
      code: "unsupported_endpoint",
      message: expect.stringContaining("does not take chat completions"),
    });
  });

  it("uses responses, in one piece and streamed", async () => {
    const whole = await openai.responses.create({
      model: "plain",
      input: "Classify the sentiment: awful, terrible",
    });
    expect(whole.output_text).toBe("negative");
    const stream = await openai.responses.create({
      model: "plain",
      input: "Classify the sentiment: awful, terrible",
      stream: true,
    });
    const types: string[] = [];
    for await (const event of stream) types.push(event.type);
    expect(types.at(-1)).toBe("response.completed");
    const calls = await world.recorded("plain", 9);
    for (const call of calls.slice(-2))
      expect(call).toMatchObject({ output_text: "negative", estimated: 0, status: "ok" });
  });

  it("lists and finds models, names with slashes among them", async () => {
    const names: string[] = [];
    for await (const model of openai.models.list()) names.push(model.id);
    expect(names).toEqual(["folder/with-slash", "plain", "vectors"]);
    expect((await openai.models.retrieve("folder/with-slash")).owned_by).toBe("triops");
    await expect(openai.models.retrieve("none")).rejects.toMatchObject({
      status: 404,
      code: "model_not_found",
    });
  });

  it("is told its mistakes in OpenAI's shape", async () => {
    const none = openai.chat.completions.create({ model: "none", messages: sentiment });
    await expect(none).rejects.toBeInstanceOf(OpenAI.NotFoundError);
    await expect(none).rejects.toMatchObject({
      code: "model_not_found",
      param: "model",
      type: "invalid_request_error",
    });
    await expect(world.openai("tri_wrong").models.list()).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
    const refused = openai.chat.completions.create({ model: "plain", messages: sentiment, temperature: 9 });
    await expect(refused).rejects.toMatchObject({ status: 400, param: "temperature" });
  });
});

describe("the AI SDK", () => {
  it("is answered through chat and through responses", async () => {
    const sdk = createOpenAI({ baseURL: `${world.url}/v1`, apiKey: world.key.key });
    const prompt = "Classify the sentiment: I love this, it is wonderful";
    expect((await generateText({ model: sdk.chat("plain"), prompt })).text).toBe("positive");
    const { text, usage } = await generateText({ model: sdk.responses("plain"), prompt });
    expect(text).toBe("positive");
    expect(usage.inputTokens).toBeGreaterThan(0);
  });
});
