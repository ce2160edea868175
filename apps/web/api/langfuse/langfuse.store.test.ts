import { LangfuseClient } from "@langfuse/client";
import { create as askFor } from "@triops/domains/label-requests/create";
import { approve } from "@triops/domains/label-requests/decide";
import { labelMoves } from "@triops/domains/prompts/read";
import type { Caller } from "@triops/domains/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LangfuseWorld, openLangfuse } from "./client.testing.ts";

let world: LangfuseWorld;
let langfuse: LangfuseClient;
let key: string;
let ann: Caller;
beforeAll(async () => {
  world = await openLangfuse();
  const home = await world.harness.makeWorkspace();
  key = await world.makeKey(home, ["read", "write"]);
  ann = await world.harness.callerAs(home, "editor");
  langfuse = clientWith(key);
});
afterAll(() => world?.close());

const clientWith = (secretKey: string) =>
  new LangfuseClient({ publicKey: "pk-anything", secretKey, baseUrl: world.url });

async function ask(
  path: string,
  { method = "GET", body = undefined as unknown, headers = {}, as = key } = {},
) {
  const response = await fetch(`${world.url}/api/public${path}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`pk:${as}`).toString("base64")}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    // biome-ignore lint/suspicious/noExplicitAny: answers are held against the protocol below
    json: (text ? JSON.parse(text) : null) as any,
  };
}

describe("@langfuse/client", () => {
  it("creates a text prompt with a label, fetches and renders it", async () => {
    const made = await langfuse.prompt.create({
      name: "js/movie critic",
      prompt: "Do you like {{movie}}?",
      labels: ["production"],
      tags: ["film"],
      config: { model: "gpt-5", temperature: 0.7 },
      commitMessage: "First",
    });
    expect(made.version).toBe(1);
    const prompt = await langfuse.prompt.get("js/movie critic");
    expect(prompt.compile({ movie: "Dune" })).toBe("Do you like Dune?");
    expect(prompt).toMatchObject({
      config: { model: "gpt-5", temperature: 0.7 },
      labels: ["production", "latest"],
      tags: ["film"],
      commitMessage: "First",
      isFallback: false,
    });
  });

  it("creates chats with placeholders, adds versions and moves labels", async () => {
    const chat = (system: string) =>
      langfuse.prompt.create({
        name: "js-chat",
        type: "chat",
        prompt: [
          { role: "system", content: system },
          { type: "placeholder", name: "history" },
          { role: "user", content: "{{question}}" },
        ] as never,
      });
    await chat("Be {{tone}}");
    expect((await chat("Be very {{tone}}")).version).toBe(2);
    await langfuse.prompt.update({ name: "js-chat", version: 1, newLabels: ["staging"] });
    const staged = await langfuse.prompt.get("js-chat", { label: "staging", type: "chat" });
    expect(staged.version).toBe(1);
    const history = [{ role: "assistant", content: "Hello" }];
    expect(staged.compile({ tone: "kind", question: "Why?" }, { history })).toEqual([
      { role: "system", content: "Be kind" },
      ...history,
      { role: "user", content: "Why?" },
    ]);
    expect((await langfuse.prompt.get("js-chat", { label: "latest", type: "chat" })).version).toBe(2);
    await langfuse.prompt.delete("js-chat", { version: 2 });
    expect((await langfuse.api.prompts.get("js-chat", { label: "latest" })).version).toBe(1);
  });

  it("keeps a prompt for its time, and falls back when there is none", async () => {
    await langfuse.prompt.create({ name: "js-cache", prompt: "one", labels: ["staging"] });
    const options = { label: "staging", cacheTtlSeconds: 60 };
    expect((await langfuse.prompt.get("js-cache", options)).prompt).toBe("one");
    await clientWith(key).prompt.create({ name: "js-cache", prompt: "two", labels: ["staging"] });
    expect((await langfuse.prompt.get("js-cache", options)).prompt).toBe("one");
    expect((await langfuse.prompt.get("js-cache", { ...options, cacheTtlSeconds: 0 })).prompt).toBe("two");
    const missing = await langfuse.prompt.get("js-none", { fallback: "spare {{x}}", maxRetries: 0 });
    expect(missing.isFallback).toBe(true);
    expect(missing.compile({ x: "tyre" })).toBe("spare tyre");
    await expect(langfuse.prompt.get("js-none", { maxRetries: 0 })).rejects.toMatchObject({
      statusCode: 404,
    });
  });

  it("puts included prompts in place, with Langfuse's graph, and leaves them when asked to", async () => {
    await langfuse.prompt.create({ name: "js/part", prompt: "be kind", labels: ["production"] });
    const raw = "You must @@@langfusePrompt:name=js/part|label=production@@@";
    await langfuse.prompt.create({ name: "js-whole", prompt: raw, labels: ["production"] });
    const whole = await langfuse.api.prompts.get("js-whole");
    expect(whole.prompt).toBe("You must be kind");
    expect(whole.resolutionGraph).toMatchObject({ root: { name: "js-whole", version: 1 } });
    const { json } = await ask("/v2/prompts/js-whole?resolve=false");
    expect(json).toMatchObject({ prompt: raw, resolutionGraph: null });
  });

  it("lists names with versions and labels, page by page", async () => {
    const page = await langfuse.api.prompts.list({ tag: "film", limit: 1 });
    expect(page.data).toMatchObject([
      {
        name: "js/movie critic",
        type: "text",
        versions: [1],
        labels: ["production", "latest"],
        tags: ["film"],
      },
    ]);
    expect(page.meta).toEqual({ page: 1, limit: 1, totalItems: 1, totalPages: 1 });
  });
});

describe("a protected label", () => {
  it("403 with the address where it is asked for; after the approval it is served", async () => {
    await langfuse.prompt.create({ name: "js-gate", prompt: "one", labels: ["production"] });
    const second = await ask("/v2/prompts", {
      method: "POST",
      body: { name: "js-gate", prompt: "two", labels: ["production"] },
    });
    expect(second.status).toBe(403);
    expect(second.json).toMatchObject({
      error: "ForbiddenError",
      message: expect.stringContaining("request=production"),
    });
    const { version } = await langfuse.prompt.create({ name: "js-gate", prompt: "two" });
    expect(version).toBe(2);
    const moved = await ask("/v2/prompts/js-gate/versions/2", {
      method: "PATCH",
      body: { newLabels: ["production"] },
    });
    expect(moved.status).toBe(403);
    const row = await world.harness.runtime.database.prompt.findFirst({ where: { name: "js-gate" } });
    const promptId = row?.id ?? "";
    const { id } = await askFor.call(ann, { promptId, label: "production", version: 2 });
    const bob = await world.harness.callerAs({ id: ann.context.workspaceId, slug: "" }, "editor");
    await approve.call(bob, { id });
    expect((await langfuse.prompt.get("js-gate", { cacheTtlSeconds: 0 })).prompt).toBe("two");
    expect((await labelMoves.call(ann, { id: promptId })).data[0]).toMatchObject({ labelRequestId: id });
  });
});

describe("the protocol", () => {
  it("304 for what did not change, and everything again once it did", async () => {
    await langfuse.prompt.create({ name: "js-etag", prompt: "one" });
    const path = "/v2/prompts/js-etag?label=latest";
    const first = await ask(path);
    const etag = first.headers.get("etag") ?? "";
    expect((await ask(path, { headers: { "if-none-match": etag } })).status).toBe(304);
    await langfuse.prompt.create({ name: "js-etag", prompt: "two" });
    expect((await ask(path, { headers: { "if-none-match": etag } })).json).toMatchObject({ version: 2 });
  });
  it("400, 401, 404 and 405 in Langfuse's shape", async () => {
    expect(await ask("/v2/prompts/none")).toMatchObject({
      status: 404,
      json: { error: "LangfuseNotFoundError", message: "Prompt not found: 'none' with label 'production'" },
    });
    const wrong = await ask("/v2/prompts", { method: "POST", body: { name: "x", type: "chat", prompt: 3 } });
    expect(wrong).toMatchObject({ status: 400, json: { message: "Invalid request data" } });
    const both = await ask("/v2/prompts/js-etag?version=1&label=latest");
    expect(both).toMatchObject({ status: 400, json: { message: "Cannot specify both version and label" } });
    expect(await ask("/v2/prompts", { as: "wrong" })).toMatchObject({ status: 401 });
    expect((await ask("/v2/prompts/js-etag", { method: "PATCH", body: {} })).status).toBe(405);
    expect((await ask("/v2/prompts/%E0%A4%A")).status).toBe(400);
    expect((await ask("/v2/prompts?page=0")).status).toBe(400);
  });
  it("400 for a label that is reserved, a circle, and a template that cannot be read", async () => {
    const post = (body: object) => ask("/v2/prompts", { method: "POST", body });
    await langfuse.prompt.create({ name: "js-ring", prompt: "one" });
    const ring = "@@@langfusePrompt:name=js-ring|label=latest@@@";
    expect(await post({ name: "js-ring", prompt: ring })).toMatchObject({ status: 400 });
    expect(await post({ name: "js-broken", prompt: "{{#a}}" })).toMatchObject({ status: 400 });
    const reserved = { method: "PATCH", body: { newLabels: ["latest"] } };
    expect((await ask("/v2/prompts/js-ring/versions/1", reserved)).status).toBe(400);
  });
  it("403 for a key that may only read, 404 for another workspace", async () => {
    const home = { id: ann.context.workspaceId, slug: "" };
    const reader = await world.makeKey(home, ["read"]);
    expect((await ask("/v2/prompts/js-etag?version=1", { as: reader })).status).toBe(200);
    const body = { name: "js-etag", prompt: "three" };
    expect((await ask("/v2/prompts", { method: "POST", body, as: reader })).status).toBe(403);
    const foreign = await world.makeKey(await world.harness.makeWorkspace(), ["read", "write"]);
    for (const [path, method] of [
      ["/v2/prompts/js-etag?version=1", "GET"],
      ["/v2/prompts/js-etag", "DELETE"],
    ] as const)
      expect((await ask(path, { method, as: foreign })).status).toBe(404);
  });
  it("says whose key it is and that it is well", async () => {
    const { json } = await ask("/projects");
    expect(json.data).toMatchObject([{ id: ann.context.workspaceId }]);
    expect((await fetch(`${world.url}/api/public/health`)).status).toBe(200);
  });
});
