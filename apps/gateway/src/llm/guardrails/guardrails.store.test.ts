import Anthropic from "@anthropic-ai/sdk";
import type { Guardrails } from "@triops/domains/llm-routes/guardrail-schemas";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type LlmWorld, startLlmWorld } from "../world.testing.ts";

let world: LlmWorld;
let openai: OpenAI;
let anthropic: Anthropic;

const pii = (action: "mask" | "block" | "flag") => ({
  id: `pii-${action}`,
  kind: "pii" as const,
  action,
  types: ["email" as const, "card" as const],
});
const routes: Record<string, Guardrails> = {
  masking: { request: [pii("mask")], response: [] },
  blocking: { request: [pii("block")], response: [] },
  flagging: { request: [pii("flag")], response: [] },
  short: { request: [{ id: "short", kind: "size", action: "block", charsMax: 20 }], response: [] },
  answers: { request: [], response: [pii("mask")] },
  silent: {
    request: [],
    response: [{ id: "raven", kind: "pattern", action: "block", patterns: ["(?i)project raven"] }],
  },
};

beforeAll(async () => {
  world = await startLlmWorld();
  openai = world.openai();
  anthropic = new Anthropic({ apiKey: world.key.key, baseURL: world.url, maxRetries: 0 });
  const provider = await world.provider();
  await world.route("judge", [{ providerId: provider.id }]);
  for (const [name, guardrails] of Object.entries(routes))
    await world.route(name, [{ providerId: provider.id }], { guardrails });
});
afterAll(() => world.close());

const ask = (content: string) => [{ role: "user" as const, content }];
const letter = "Write to jane@example.com and joe@example.com, jane@example.com first";
const seen = () => JSON.stringify(world.demo.received.at(-1)?.body);

async function rowOf(route: string) {
  await world.recorded(route, 1);
  const rows = await world.store.telemetry.administer({
    name: "test",
    sql: `SELECT findings, input_text, output_text, status FROM llm_spans
          WHERE workspace_id = {ws:UUID} AND route = {route:String} ORDER BY time DESC LIMIT 1`,
    params: { ws: world.workspaceId, route },
    row: z.object({
      findings: z.array(z.string()),
      input_text: z.string(),
      output_text: z.string(),
      status: z.string(),
    }),
  });
  return rows[0];
}

async function storedAnywhere(words: string): Promise<number> {
  const [row] = await world.store.telemetry.administer({
    name: "test",
    sql: `SELECT count() AS count FROM spans WHERE position(toString(tuple(*)), {words:String}) > 0`,
    params: { words },
    row: z.object({ count: z.coerce.number() }),
  });
  return row?.count ?? 0;
}

describe("a request", () => {
  it("is masked before the provider and the record see it, the same value alike", async () => {
    const completion = await openai.chat.completions.create({ model: "masking", messages: ask(letter) });
    expect(seen()).toContain("Write to [EMAIL_1] and [EMAIL_2], [EMAIL_1] first");
    expect(completion.choices[0]?.message.content).toContain("[EMAIL_1]");
    const row = await rowOf("masking");
    expect(row?.input_text).toContain("[EMAIL_2]");
    expect(row?.findings.join()).toBe("pii:mask:email");
    expect(JSON.stringify(row)).not.toContain("example.com");
    expect(await storedAnywhere("[EMAIL_2]")).toBe(1);
    expect(await storedAnywhere("jane@example.com")).toBe(0);
  });

  it("is masked in arguments of tools and in Anthropic's blocks, and JSON stays JSON", async () => {
    await anthropic.messages.create({
      model: "masking",
      max_tokens: 100,
      system: "You know joe@example.com",
      messages: [
        { role: "user", content: [{ type: "text", text: "pay with 4111 1111 1111 1111" }] },
        {
          role: "assistant",
          content: [
            {
              type: "tool_use",
              id: "t1",
              name: "pay",
              input: { card: 4111111111111111, to: "joe@example.com" },
            },
          ],
        },
        {
          role: "user",
          content: [{ type: "tool_result", tool_use_id: "t1", content: "sent to joe@example.com" }],
        },
      ],
    });
    const body = world.demo.received.at(-1)?.body as {
      messages: { tool_calls?: { function: { arguments: string } }[] }[];
    };
    const call = body.messages.find(({ tool_calls }) => tool_calls)?.tool_calls?.[0];
    expect(JSON.parse(call?.function.arguments ?? "")).toEqual({ card: "[CARD_1]", to: "[EMAIL_1]" });
    expect(seen()).not.toMatch(/4111|joe@/);
  });

  it("is refused with 400 naming the guardrail, and the record does not hold the value", async () => {
    const before = world.demo.received.length;
    const refused = openai.chat.completions.create({ model: "blocking", messages: ask(letter) });
    await expect(refused).rejects.toThrow(OpenAI.BadRequestError);
    await expect(refused).rejects.toThrow(/guardrail "pii-block": email in the request/);
    await expect(refused).rejects.not.toThrow(/example\.com/);
    expect(world.demo.received.length).toBe(before);
    const row = await rowOf("blocking");
    expect(row?.findings.join()).toMatch(/block.*email/);
    expect(JSON.stringify(row)).not.toContain("example.com");
    const inAnthropics = anthropic.messages.create({
      model: "blocking",
      max_tokens: 10,
      messages: ask(letter),
    });
    await expect(inAnthropics).rejects.toMatchObject({
      status: 400,
      error: { type: "error", error: { type: "invalid_request_error" } },
    });
  });

  it("passes and is counted when it is only flagged", async () => {
    await openai.chat.completions.create({ model: "flagging", messages: ask(letter) });
    expect(seen()).toContain("jane@example.com");
    expect((await rowOf("flagging"))?.findings.join()).toBe("pii:flag:email");
  });

  it("that is too large is refused", async () => {
    const refused = openai.chat.completions.create({ model: "short", messages: ask("x".repeat(21)) });
    await expect(refused).rejects.toThrow(/guardrail "short": a request that is too large/);
  });
});

describe("an answer", () => {
  const says = "Repeat: jane@example.com is on the list";

  it("is masked for the caller and the record, whole and in a stream", async () => {
    const whole = await openai.chat.completions.create({ model: "answers", messages: ask(says) });
    const stream = await openai.chat.completions.create({
      model: "answers",
      messages: ask(says),
      stream: true,
    });
    let streamed = "";
    for await (const chunk of stream) streamed += chunk.choices[0]?.delta.content ?? "";
    expect(whole.choices[0]?.message.content).toContain("[EMAIL_1] is on the list");
    expect(streamed).toBe(whole.choices[0]?.message.content);
    const rows = await world.recorded("answers", 2);
    for (const row of rows) expect(row.output_text).toBe(streamed);
  });

  it("is masked in Anthropic's events and in OpenAI's responses", async () => {
    const message = await anthropic.messages
      .stream({ model: "answers", max_tokens: 200, messages: ask(says) })
      .finalMessage();
    expect(message.content.map((block) => (block.type === "text" ? block.text : "")).join("")).toContain(
      "[EMAIL_1] is",
    );
    const events = await openai.responses.create({ model: "answers", input: says, stream: true });
    let streamed = "";
    let final = "";
    for await (const event of events) {
      if (event.type === "response.output_text.delta") streamed += event.delta;
      if (event.type === "response.completed")
        final = event.response.output_text ?? JSON.stringify(event.response.output);
    }
    expect(streamed).toContain("[EMAIL_1] is on the list");
    expect(final).not.toContain("jane@");
  });

  it("ends with an error where it is blocked, whole or in a stream, and none of the match goes out", async () => {
    const messages = ask("Repeat: we call it Project Raven here");
    await expect(openai.chat.completions.create({ model: "silent", messages })).rejects.toThrow(
      /guardrail "raven": a banned pattern in the response/,
    );
    const stream = await openai.chat.completions.create({ model: "silent", messages, stream: true });
    let streamed = "";
    const read = async () => {
      for await (const chunk of stream) streamed += chunk.choices[0]?.delta.content ?? "";
    };
    await expect(read()).rejects.toThrow(/guardrail "raven"/);
    expect(streamed).not.toMatch(/project r/i);
    const rows = await world.recorded("silent", 2);
    for (const row of rows) expect(row.output_text).not.toMatch(/raven/i);
  });
});

describe("topics", () => {
  const topics = (more: { judgeRoute: string; whenJudgeFails: "open" | "closed" }): Guardrails => ({
    request: [
      {
        id: "topics",
        kind: "topics" as const,
        action: "block" as const,
        allowed: ["orders"],
        judgeTimeoutMs: 3_000,
        ...more,
      },
    ],
    response: [],
  });

  it("that cannot be judged pass or are refused, as the guardrail says, and are recorded", async () => {
    const provider = await world.provider();
    // The demonstration provider repeats what it is told: neither yes nor no.
    const open = { judgeRoute: "judge", whenJudgeFails: "open" as const };
    await world.route("open", [{ providerId: provider.id }], {
      guardrails: topics(open),
    });
    const closed = { judgeRoute: "nobody", whenJudgeFails: "closed" as const };
    await world.route("closed", [{ providerId: provider.id }], {
      guardrails: topics(closed),
    });
    await openai.chat.completions.create({ model: "open", messages: ask("Where is it?") });
    expect((await rowOf("open"))?.findings.join()).toMatch(/flag.*judge_failed/);
    const refused = openai.chat.completions.create({ model: "closed", messages: ask("Where is it?") });
    await expect(refused).rejects.toThrow(/guardrail "topics": a topic that could not be judged/);
  });
});
