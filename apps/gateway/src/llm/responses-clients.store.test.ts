import { createOpenAI } from "@ai-sdk/openai";
import { generateText, jsonSchema, stepCountIs, streamText, tool } from "ai";
import OpenAI from "openai";
import { zodTextFormat } from "openai/helpers/zod";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type LlmWorld, startLlmWorld } from "./world.testing.ts";

let world: LlmWorld;
let openai: OpenAI;

beforeAll(async () => {
  world = await startLlmWorld();
  openai = world.openai();
  const native = await world.provider();
  const chat = await world.provider({ kind: "openai-compatible" });
  const anthropic = await world.provider({
    kind: "anthropic",
    dialect: "anthropic",
    baseUrl: world.demo.url,
    priceProvider: "anthropic",
  });
  await world.route("native", [{ providerId: native.id }]);
  await world.route("chat", [{ providerId: chat.id }]);
  await world.route("claude", [{ providerId: anthropic.id, model: "claude-sonnet-4-5" }]);
  await world.route(
    "mixed",
    [
      { providerId: native.id, model: "missing-model" },
      { providerId: chat.id, tier: 1 },
    ],
    { fallbackOn: ["bad_request"] },
  );
  await world.route("words", [{ providerId: chat.id }, { providerId: native.id, tier: 1 }]);
});
afterAll(() => world.close());

const weather = {
  type: "function" as const,
  name: "get_weather",
  description: "Weather of a city",
  parameters: { type: "object", properties: { city: { type: "string" } } },
  strict: false,
};

describe.each(["native", "chat", "claude"])("responses on a route to %s", (model) => {
  it("answer, and are recorded with usage and price", async () => {
    const before = (await world.recorded(model, 0)).length;
    const response = await openai.responses.create({ model, input: "Translate to German: good morning" });
    expect(response).toMatchObject({ object: "response", status: "completed", output_text: "gut Morgen" });
    expect(response.id).toMatch(/^resp_/);
    const call = (await world.recorded(model, before + 1)).at(-1);
    expect(call).toMatchObject({ status: "ok", estimated: 0, output_text: "gut Morgen" });
    expect(call?.usage).toMatchObject({
      input: response.usage?.input_tokens,
      output: response.usage?.output_tokens,
    });
    expect(Number(call?.cost)).toBeGreaterThan(0);
  });

  it("stream the same, in numbered events", async () => {
    const asked = { model, input: "Translate to French: red house and cat", instructions: "Be brief" };
    const whole = await openai.responses.create(asked);
    const events: OpenAI.Responses.ResponseStreamEvent[] = [];
    const stream = openai.responses.stream(asked);
    stream.on("event", (event) => events.push(event));
    const response = await stream.finalResponse();
    expect(response.output_text).toBe(whole.output_text);
    expect(response.usage).toMatchObject({
      input_tokens: whole.usage?.input_tokens,
      output_tokens: whole.usage?.output_tokens,
    });
    expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, at) => at));
    expect(events.map(({ type }) => type).filter((type) => !type.endsWith(".delta"))).toEqual([
      "response.created",
      "response.in_progress",
      "response.output_item.added",
      "response.content_part.added",
      "response.output_text.done",
      "response.content_part.done",
      "response.output_item.done",
      "response.completed",
    ]);
  });

  it("call tools, whole and in a stream, and go on with their results", async () => {
    const input: OpenAI.Responses.ResponseInput = [{ role: "user", content: "Weather in Lisbon and Oslo?" }];
    const asked = { model, input, tools: [weather] };
    const whole = await openai.responses.create(asked);
    const streamed = await openai.responses.stream(asked).finalResponse();
    for (const response of [whole, streamed as OpenAI.Responses.Response]) {
      const calls = response.output.filter((item) => item.type === "function_call");
      expect(calls.map((call) => JSON.parse(call.arguments))).toEqual([{ city: "Lisbon" }, { city: "Oslo" }]);
      const results = calls.map(({ call_id }) => ({
        type: "function_call_output" as const,
        call_id,
        output: "17 °C",
      }));
      // As it came, thoughts and all.
      const said = response.output as OpenAI.Responses.ResponseInput;
      const final = await openai.responses.create({ ...asked, input: [...input, ...said, ...results] });
      expect(final.output_text).toContain("17 °C");
    }
  });

  it("are parsed by a schema of zod's", async () => {
    const city = z.object({ city: z.string() });
    const response = await openai.responses.parse({
      model,
      input: "Extract: they moved to Bergen",
      text: { format: zodTextFormat(city, "city") },
    });
    expect(response.output_parsed).toEqual({ city: "Bergen" });
  });

  it("that are cut off say so", async () => {
    const asked = { model, input: "x [[demo: length=60]]", max_output_tokens: 20 };
    const whole = await openai.responses.create(asked);
    const streamed = await openai.responses.stream(asked).finalResponse();
    for (const response of [whole, streamed])
      expect(response).toMatchObject({
        status: "incomplete",
        incomplete_details: { reason: "max_output_tokens" },
      });
  });

  it("tell failures as the client's own errors", async () => {
    await expect(openai.responses.create({ model, input: "x [[demo: rate-limit=3]]" })).rejects.toThrow(
      OpenAI.RateLimitError,
    );
    for (const fault of ["cut=5", "fail=5"]) {
      const stream = openai.responses.stream({ model, input: `x [[demo: length=60 ${fault}]]` });
      await expect(stream.finalResponse()).rejects.toThrow();
    }
  });

  it("serve the AI SDK's default model, its tools and its streams", async () => {
    const sdk = createOpenAI({ apiKey: world.key.key, baseURL: `${world.url}/v1` });
    const { text, usage } = await generateText({ model: sdk(model), prompt: "17 + 25" });
    expect(text).toContain("42");
    expect(usage.inputTokens).toBeGreaterThan(0);
    const streamed = streamText({ model: sdk(model), prompt: "17 + 25" });
    let said = "";
    for await (const piece of streamed.textStream) said += piece;
    expect(said).toBe(text);
    const told = await generateText({
      model: sdk(model),
      prompt: "Weather in Lisbon and Oslo?",
      tools: {
        get_weather: tool({
          description: weather.description,
          inputSchema: jsonSchema<{ city: string }>(weather.parameters as Parameters<typeof jsonSchema>[0]),
          execute: async ({ city }) => `17 °C in ${city}`,
        }),
      },
      stopWhen: stepCountIs(3),
      providerOptions: { openai: { store: false } },
    });
    expect(told.text).toContain("17 °C");
  });
});

describe("responses that are translated", () => {
  it("are kept nowhere, and say so", async () => {
    const response = await openai.responses.create({ model: "chat", input: "hello", store: true });
    expect(response).toMatchObject({ store: false });
    const next = openai.responses.create({ model: "chat", input: "hi", previous_response_id: response.id });
    await expect(next).rejects.toMatchObject({
      status: 400,
      param: "previous_response_id",
      code: "unsupported_parameter",
    });
  });

  it("name a field that Anthropic has no word for as the caller calls it", async () => {
    const file = { type: "input_file" as const, file_data: "data:text/csv;base64,YQ==" };
    const input = [{ role: "user" as const, content: [file] }];
    await expect(
      openai.responses.create({ model: "claude", instructions: "x", input }),
    ).rejects.toMatchObject({ status: 400, param: "input[0]" });
    await expect(
      openai.responses.create({ model: "claude", input: "x", text: { format: { type: "json_object" } } }),
    ).rejects.toMatchObject({ status: 400, param: "text.format.type" });
  });

  it("step in where a target that has its own fails", async () => {
    const whole = await openai.responses.create({ model: "mixed", input: "17 + 25" });
    const streamed = await openai.responses.stream({ model: "mixed", input: "17 + 25" }).finalResponse();
    for (const response of [whole, streamed]) expect(response.output_text).toContain("42");
  });

  it("leave what they have no words for to a target that has", async () => {
    const first = await openai.responses.create({ model: "native", input: "My name is Ada" });
    const next = await openai.responses.create({
      model: "words",
      input: "17 + 25",
      previous_response_id: first.id,
    });
    expect(next).toMatchObject({ previous_response_id: first.id, status: "completed" });
  });

  it("give Anthropic its signed thoughts back with the results of tools, from a stream too", async () => {
    const input: OpenAI.Responses.ResponseInput = [{ role: "user", content: "Weather in Lisbon?" }];
    const reasoning = { effort: "high" as const };
    const asked = { model: "claude", input, tools: [weather], reasoning, max_output_tokens: 4_000 };
    const response: OpenAI.Responses.Response = await openai.responses.stream(asked).finalResponse();
    expect(response.output.map(({ type }) => type)).toEqual(["reasoning", "function_call"]);
    const [thought, call] = response.output;
    const output = { type: "function_call_output" as const, call_id: "", output: "17 °C" };
    if (call?.type === "function_call") output.call_id = call.call_id;
    const said = response.output as OpenAI.Responses.ResponseInput;
    const final = await openai.responses.create({ ...asked, input: [...input, ...said, output] });
    expect(final.output_text).toContain("17 °C");
    const seen = JSON.stringify(world.demo.received.at(-1)?.body);
    const sealed = thought?.type === "reasoning" ? thought.encrypted_content : "";
    expect(sealed).toMatch(/^signed:./);
    expect(seen).toContain(`"signature":${JSON.stringify(sealed?.slice("signed:".length))}`);
  });

  it("think first, told as summaries, and their tokens are counted", async () => {
    const providerId = (await world.provider({ kind: "openai-compatible" })).id;
    await world.route("thinking", [{ providerId, model: "deepseek-reasoner" }]);
    const asked = { model: "thinking", input: "17 + 25", reasoning: { effort: "high" as const } };
    const whole = await openai.responses.create(asked);
    const streamed = await openai.responses.stream(asked).finalResponse();
    for (const response of [whole, streamed]) {
      expect(response.usage?.output_tokens_details.reasoning_tokens).toBeGreaterThan(0);
      expect(response.output_text).toContain("42");
    }
  });
});
