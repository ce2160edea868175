import { randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { PublishedPrompt } from "@triops/domains/prompts/snapshot-schemas";
import { keyedHash } from "@triops/kernel/secrets";
import type OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually, publishTestKey, testSecretKey } from "../testing.ts";
import { type LlmWorld, startLlmWorld } from "./world.testing.ts";

let world: LlmWorld;
let openai: OpenAI;
let provider: { id: string };

beforeAll(async () => {
  world = await startLlmWorld();
  openai = world.openai();
  provider = await world.provider();
  await world.route("plain", [{ providerId: provider.id, parameters: { temperature: 0.25 } }]);
});
afterAll(() => world.close());

const say = (content: string) => [{ role: "user" as const, content }];
const received = (content: string) =>
  world.demo.received.filter(({ body }) => JSON.stringify(body).includes(content));

describe("what a provider gets to see", () => {
  it("is the target's model and parameters and its own credential, nothing of the caller's", async () => {
    await openai.chat.completions.create(
      { model: "plain", messages: say("only this"), temperature: 1 },
      { headers: { "x-forwarded-for": "10.1.2.3", cookie: "a=b", "x-triops-user": "ada", "x-secret": "s" } },
    );
    const [seen] = received("only this");
    expect(seen?.body).toMatchObject({ model: "gpt-4o-mini", temperature: 0.25 });
    expect(Object.keys(seen?.headers ?? {}).sort()).toEqual(
      [
        "accept",
        "accept-encoding",
        "authorization",
        "connection",
        "content-length",
        "content-type",
        "host",
        "user-agent",
      ].sort(),
    );
    expect(seen?.headers.authorization).toBe("Bearer demo-secret-key-4711");
    expect(JSON.stringify(seen)).not.toMatch(/tri_|ada|10\.1\.2\.3/);
  });

  it("is Azure's own address and header for Azure", async () => {
    const azure = await world.provider({
      kind: "azure-openai",
      baseUrl: world.demo.url,
      azure: { apiVersion: "2024-10-21" },
    });
    await world.route("azure", [{ providerId: azure.id, model: "my deployment" }]);
    await openai.chat.completions.create({ model: "azure", messages: say("azure?") }).catch(() => {});
    const seen = received("azure?")[0];
    expect(seen?.path).toBe("/openai/deployments/my%20deployment/chat/completions");
    expect(seen?.headers["api-key"]).toBe("demo-secret-key-4711");
    expect(seen?.headers.authorization).toBeUndefined();
  });
});

describe("an exact cache", () => {
  it("answers the same question of the same key at no cost, in one piece and streamed", async () => {
    await world.route("cached", [{ providerId: provider.id }], { cache: { mode: "exact", ttlSeconds: 60 } });
    const ask = () =>
      openai.chat.completions.create({ model: "cached", messages: say("say one") }).withResponse();
    const first = await ask();
    const second = await ask();
    expect([first, second].map(({ response }) => response.headers.get("x-triops-cache"))).toEqual([
      "miss",
      "hit",
    ]);
    expect(second.data).toEqual(first.data);
    expect(second.response.headers.get("x-triops-cost-usd")).toBe("0");
    const streamed = async () => {
      const stream = await openai.chat.completions.create({
        model: "cached",
        messages: say("say one"),
        stream: true,
      });
      let text = "";
      for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
      return text;
    };
    const text = await streamed();
    await eventually(async () => {
      expect(await streamed()).toBe(text);
      const calls = await world.recorded("cached", 4);
      expect(calls.some(({ cache }, place) => place > 2 && cache === "hit")).toBe(true);
    });
    expect(received("say one").length).toBeLessThanOrEqual(3);
    const calls = await world.recorded("cached", 4);
    for (const { cost } of calls.filter(({ cache }) => cache === "hit")) expect(Number(cost)).toBe(0);
  });

  it("knows every parameter, every key, and the header that switches it off", async () => {
    const ask = (body: object, headers: Record<string, string> = {}, credential?: string) =>
      world
        .post(
          "/v1/chat/completions",
          { model: "cached", messages: say("say two"), ...body },
          headers,
          credential,
        )
        .then((reply) => reply.headers.get("x-triops-cache"));
    const other = await publishTestKey(world.redis, { scopes: ["llm"], workspaceId: world.workspaceId });
    await world.known("cached", other.key);
    expect(await ask({})).toBe("miss");
    expect(await ask({ temperature: 0.5 })).toBe("miss");
    expect(await ask({}, {}, other.key)).toBe("miss");
    expect(await ask({}, { "x-triops-cache": "off" })).toBeNull();
    expect(await ask({})).toBe("hit");
    expect(
      await world
        .post(
          "/v1/chat/completions",
          { model: "plain", messages: say("say three") },
          { "x-triops-cache": "exact" },
        )
        .then((r) => r.headers.get("x-triops-cache")),
    ).toBe("miss");
  });
});

describe("a prompt by reference", () => {
  const version = (
    number: number,
    template: PublishedPrompt["versions"][number]["template"],
    config = {},
  ) => ({
    id: randomUUID(),
    version: number,
    type: typeof template === "string" ? ("text" as const) : ("chat" as const),
    template,
    variables: {},
    config,
    fault: null,
    message: "",
    graph: null,
    createdAt: "",
    createdByName: "",
  });
  const prompt = (
    name: string,
    versions: ReturnType<typeof version>[],
    labels: Record<string, number>,
  ): PublishedPrompt => ({
    workspaceId: world.workspaceId,
    id: randomUUID(),
    name,
    type: versions[0]?.type ?? "text",
    tags: [],
    labels,
    versions,
    older: [],
    updatedAt: "",
    archived: false,
    revision: 1,
  });

  it("is rendered before the caller's messages and recorded, by header and by body", async () => {
    const chat = [
      { role: "system", content: "You are {{tone}}." },
      { role: "user", content: "Classify the sentiment: {{text}}" },
    ];
    await world.prompt(
      prompt(
        "support/tone",
        [version(2, chat, { model: "plain", temperature: 0.1 }), version(1, "Say {{text}}")],
        {
          production: 2,
          staging: 1,
          latest: 2,
        },
      ),
    );
    const variables = { tone: "kind", text: "I love this" };
    const byHeader = await eventuallyAnswered(
      { prompt: { variables } },
      { "x-triops-prompt": "support/tone@production" },
    );
    expect(byHeader.headers.get("x-triops-prompt-version")).toBe("2");
    const answer = (await byHeader.json()) as OpenAI.ChatCompletion;
    expect(answer.choices[0]?.message.content).toBe("positive");
    const seen = received("You are kind.").at(-1)?.body as {
      messages: unknown;
      temperature: number;
      prompt?: unknown;
    };
    expect(seen.messages).toEqual([
      { role: "system", content: "You are kind." },
      { role: "user", content: "Classify the sentiment: I love this" },
    ]);
    expect(seen.prompt).toBeUndefined();
    const byBody = await world.post("/v1/chat/completions", {
      model: "plain",
      prompt: { name: "support/tone", label: "staging", variables: { text: "it" } },
      messages: say("please"),
    });
    expect(byBody.headers.get("x-triops-prompt-version")).toBe("1");
    expect(received("Say it").at(-1)?.body).toMatchObject({
      messages: [{ role: "system", content: "Say it" }, ...say("please")],
    });
    await eventually(async () => {
      const calls = (await world.recorded("plain", 1)).filter(({ prompt_name }) => prompt_name !== "");
      expect(calls.map(({ prompt_name, prompt_version }) => [prompt_name, prompt_version])).toEqual([
        ["support/tone", 2],
        ["support/tone", 1],
      ]);
    });
  });

  async function eventuallyAnswered(body: object, headers: Record<string, string>): Promise<Response> {
    let reply: Response | null = null;
    await eventually(async () => {
      reply = await world.post("/v1/chat/completions", body, headers);
      if (reply.status !== 200) throw new Error(`${reply.status}: ${await reply.text()}`);
    });
    return reply as unknown as Response;
  }

  it("that is not there, or lacks a variable, is a clear mistake", async () => {
    const ask = async (header: string) => {
      const reply = await world.post(
        "/v1/chat/completions",
        { messages: say("x") },
        { "x-triops-prompt": header },
      );
      const { error } = (await reply.json()) as { error: { code: string; message: string } };
      return [reply.status, error.code, error.message];
    };
    expect(await ask("nobody@production")).toEqual([404, "prompt_not_found", 'There is no prompt "nobody"']);
    expect((await ask("support/tone@9")).slice(0, 2)).toEqual([404, "prompt_not_found"]);
    expect(await ask("support/tone")).toMatchObject([
      400,
      "invalid_request",
      expect.stringContaining("missing: "),
    ]);
  });

  it("of OpenAI's own kind, with an id, goes to the provider untouched", async () => {
    const stored = { id: "pmpt_1", variables: { a: "b" } };
    await world.post("/v1/responses", { model: "plain", input: "stored prompt", prompt: stored });
    expect(received("stored prompt").at(-1)?.body).toMatchObject({ prompt: stored });
  });
});

describe("a virtual key", () => {
  it("calls its routes only, and sees no others", async () => {
    const mine = await publishTestKey(world.redis, { scopes: ["llm"], workspaceId: world.workspaceId });
    const route = await world.route("for-all", [{ providerId: provider.id }]);
    const free = { requestsPerMinute: null, tokensPerMinute: null, spend: [], unpriced: "allow" as const };
    const key = {
      keyId: mine.keyId,
      id: randomUUID(),
      name: "mine",
      teamId: null,
      whenRedisIsAway: "closed" as const,
    };
    await world.limits({
      workspaceId: world.workspaceId,
      limits: free,
      teams: [],
      keys: [{ ...key, allowedRoutes: [route.id], limits: free }],
      revision: 1,
    });
    const client = world.openai(mine.key);
    await eventually(async () => {
      expect((await client.models.list()).data.map(({ id }) => id)).toEqual(["for-all"]);
    });
    await client.chat.completions.create({ model: "for-all", messages: say("hello") });
    await expect(
      client.chat.completions.create({ model: "plain", messages: say("hello") }),
    ).rejects.toMatchObject({
      status: 404,
      code: "model_not_found",
    });
  });
});

describe("a key that refuses models without a price", () => {
  it("gets 403 price_unknown in OpenAI's words, before a provider is asked, and on record", async () => {
    const mine = await publishTestKey(world.redis, { scopes: ["llm"], workspaceId: world.workspaceId });
    await world.route("unpriced", [{ providerId: provider.id, model: "acme-large" }]);
    const free = { requestsPerMinute: null, tokensPerMinute: null, spend: [], unpriced: "allow" as const };
    const key = { keyId: mine.keyId, id: randomUUID(), name: "careful", teamId: null, allowedRoutes: null };
    await world.limits({
      workspaceId: world.workspaceId,
      limits: free,
      teams: [],
      keys: [{ ...key, limits: { ...free, unpriced: "refuse" }, whenRedisIsAway: "closed" }],
      revision: 2,
    });
    const client = world.openai(mine.key);
    const ask = (model: string) =>
      client.chat.completions.create({ model, messages: say("what would it cost") });
    await eventually(() =>
      expect(ask("unpriced")).rejects.toMatchObject({
        status: 403,
        code: "price_unknown",
        type: "permission_error",
      }),
    );
    await ask("plain");
    // Others go on as before.
    await openai.chat.completions.create({ model: "unpriced", messages: say("let me through") });
    const rows = await world.recorded("unpriced", 2);
    expect(rows.some(({ status, cost }) => status === "error" && cost === null)).toBe(true);
  });
});

describe("the door from within", () => {
  const path = "/internal/llm/chat/completions";
  const headers = () => ({
    authorization: `Bearer ${keyedHash(testSecretKey, "gateway-internal", path)}`,
    "x-triops-workspace": world.workspaceId,
    "x-triops-actor": "member-1",
  });

  it("asks a provider and model without a route, and tells the cost at the end of a stream", async () => {
    const body = { provider: provider.id, model: "gpt-4o", messages: say("say inside"), stream: true };
    const text = await (await world.post(path, body, headers())).text();
    const told = /event: triops\ndata: (.*)\n\ndata: \[DONE\]\n\n$/.exec(text)?.[1];
    const { costUsd, ...rest } = JSON.parse(told ?? "{}") as Record<string, unknown>;
    expect(Number(costUsd)).toBeGreaterThan(0);
    expect(rest).toMatchObject({ estimated: false, model: "gpt-4o" });
  });

  it("is shut for keys of callers, and for other workspaces' providers", async () => {
    const body = { provider: provider.id, model: "gpt-4o", messages: say("x") };
    expect((await world.post(path, body)).status).toBe(401);
    const foreign = { ...headers(), "x-triops-workspace": randomUUID() };
    expect((await world.post(path, body, foreign)).status).toBe(404);
  });
});

describe("bodies", () => {
  it("that are too large, no JSON, nested without end or in another encoding are refused in OpenAI's shape", async () => {
    const of = async (body: BodyInit, headers: Record<string, string> = {}) => {
      const reply = await fetch(`${world.url}/v1/chat/completions`, {
        method: "POST",
        headers: { authorization: `Bearer ${world.key.key}`, "content-type": "application/json", ...headers },
        body,
      }).catch(() => null);
      if (!reply) return "closed";
      const { error } = (await reply.json()) as { error: { code: string; type: string } };
      return `${reply.status} ${error.code}`;
    };
    expect(await of("{")).toBe("400 invalid_json");
    expect(await of("[]")).toBe("400 invalid_json");
    expect(await of("{}")).toBe("400 missing_model");
    expect(await of('{"model":"plain"}')).toBe("400 missing_messages");
    const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
    expect(await of(`{"model":"plain","messages":[{"role":"user","content":${deep}}]}`)).toMatch(/^400 /);
    expect(await of("x", { "content-encoding": "br" })).toBe("415 unsupported_media_type");
    expect(await of("not gzip", { "content-encoding": "gzip" })).toBe("400 invalid_request");
    expect(await of(gzipSync(Buffer.alloc(30 * 1024 * 1024, "x")), { "content-encoding": "gzip" })).toBe(
      "413 body_too_large",
    );
    expect(["413 body_too_large", "closed"]).toContain(await of(Buffer.alloc(21 * 1024 * 1024, "x")));
    const unknown = await world.post("/v1/audio/speech", {});
    expect([unknown.status, ((await unknown.json()) as { error: { code: string } }).error.code]).toEqual([
      404,
      "unknown_url",
    ]);
  });
});
