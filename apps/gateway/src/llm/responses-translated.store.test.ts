import { randomUUID } from "node:crypto";
import Anthropic from "@anthropic-ai/sdk";
import type OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { eventually } from "../testing.ts";
import { type LlmWorld, startLlmWorld } from "./world.testing.ts";

let world: LlmWorld;
let openai: OpenAI;
const targets = { chat: "gpt-4o-mini", claude: "claude-sonnet-4-5" };
const schema = { type: "object", properties: { city: { type: "string" } }, additionalProperties: false };

beforeAll(async () => {
  world = await startLlmWorld();
  openai = world.openai();
  const chat = await world.provider({ kind: "openai-compatible" });
  const claude = await world.provider({
    kind: "anthropic",
    dialect: "anthropic",
    baseUrl: world.demo.url,
    priceProvider: "anthropic",
  });
  const email = { id: "email", kind: "pii" as const, action: "mask" as const, types: ["email" as const] };
  for (const [name, providerId] of [
    ["chat", chat.id],
    ["claude", claude.id],
  ] as const) {
    const target = { providerId, model: targets[name] };
    await world.route(`${name}-guarded`, [target], { guardrails: { request: [], response: [email] } });
    await world.route(`${name}-kept`, [target], { cache: { mode: "exact", ttlSeconds: 60 } });
    await world.route(`${name}-prompted`, [target]);
  }
  await world.prompt({
    workspaceId: world.workspaceId,
    id: randomUUID(),
    name: "where",
    type: "chat",
    tags: [],
    labels: { production: 1, latest: 1 },
    versions: [
      {
        id: randomUUID(),
        version: 1,
        type: "chat",
        template: [
          { role: "system", content: "You are brief." },
          { role: "user", content: "Extract: {{said}}" },
        ],
        variables: {},
        config: { parameters: { max_tokens: 50 }, responseSchema: schema },
        fault: null,
        message: "",
        graph: null,
        createdAt: "",
        createdByName: "",
      },
    ],
    older: [],
    updatedAt: "",
    archived: false,
    revision: 1,
  });
});
afterAll(() => world.close());

describe.each(["chat", "claude"] as const)("responses that are translated for a route to %s", (name) => {
  it("are checked as any answer, whole and in a stream; what they repeat of the question is not", async () => {
    const asked = {
      model: `${name}-guarded`,
      instructions: "Answer as joe@example.com would",
      input: "Repeat: jane@example.com is on the list",
    };
    const whole = await openai.responses.create(asked);
    const streamed = await openai.responses.stream(asked).finalResponse();
    for (const response of [whole, streamed]) {
      expect(response.output_text).toMatch(/\[EMAIL_1\] is on the list/);
      expect(response.output_text).toBe(whole.output_text);
      expect(response.instructions).toBe(asked.instructions);
    }
    for (const row of await world.recorded(asked.model, 2)) expect(row.output_text).toBe(whole.output_text);
  });

  it("are kept by a cache, whole and as a stream", async () => {
    const asked = { model: `${name}-kept`, input: "17 + 25" };
    const ask = async () => {
      const { data, response } = await openai.responses.create(asked).withResponse();
      const stream = openai.responses.stream(asked);
      const { id, output_text } = await stream.finalResponse();
      return [response.headers.get("x-triops-cache"), data.id, data.output_text, id, output_text];
    };
    const [miss, ...first] = await ask();
    expect(miss).toBe("miss");
    await eventually(async () => expect(await ask()).toEqual(["hit", ...first]));
    const rows = await world.recorded(asked.model, 3);
    expect(rows.filter(({ cache }) => cache === "hit").map(({ cost }) => Number(cost))).toContain(0);
  });

  it("take a prompt with its schema and its limit; the record has all of it", async () => {
    const model = `${name}-prompted`;
    const prompt = { name: "where", variables: { said: "they moved to Bergen" } };
    await eventually(async () => {
      const reply = await world.post("/v1/responses", { model, prompt });
      expect(reply.status).toBe(200);
    });
    world.demo.received.length = 0;
    const response = (await (
      await world.post("/v1/responses", { model, prompt })
    ).json()) as OpenAI.Responses.Response;
    const text = response.output.flatMap((item) => (item.type === "message" ? item.content : []));
    expect(JSON.parse((text[0] as { text: string }).text)).toEqual({ city: "Bergen" });
    const seen = world.demo.received.at(-1)?.body as Record<string, unknown>;
    expect(seen.max_tokens).toBe(50);
    expect(JSON.stringify(seen)).toContain("You are brief.");
    const [row] = (await world.recorded(model, 2)).slice(-1);
    expect(row).toMatchObject({ prompt_name: "where", prompt_version: 1, estimated: 0 });
    expect(row?.input_text).toContain("Extract: they moved to Bergen");
    expect(JSON.parse(row?.output_text ?? "")).toEqual({ city: "Bergen" });
  });

  it("and Anthropic's client has the prompt's schema applied too", async () => {
    const client = new Anthropic({ apiKey: world.key.key, baseURL: world.url, maxRetries: 0 });
    const message = await client.messages.create({
      model: `${name}-prompted`,
      messages: [],
      prompt: { name: "where", variables: { said: "they moved to Bergen" } },
    } as never);
    const text = (message as Anthropic.Message).content
      .map((block) => (block.type === "text" ? block.text : ""))
      .join("");
    expect(JSON.parse(text)).toEqual({ city: "Bergen" });
  });
});

it("the spans of translated responses name what was asked and answered", async () => {
  const { id } = await openai.responses.create({
    model: "chat-prompted",
    input: "Repeat: a rare word, xylograph",
  });
  await eventually(async () => {
    const [row] = await world.store.telemetry.administer({
      name: "test",
      sql: `SELECT toString(tuple(*)) AS all FROM spans WHERE position(toString(tuple(*)), {id:String}) > 0 LIMIT 1`,
      params: { id },
      row: z.object({ all: z.string() }),
    });
    if (!row) throw new Error("no span yet");
    expect(row.all).toMatch(/gen_ai\.input\.messages.*xylograph/);
    expect(row.all).toContain("gen_ai.response.id");
  }, 15_000);
});
