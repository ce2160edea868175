import { randomUUID } from "node:crypto";
import {
  olderVersionsHash,
  type PublishedPrompt,
  type PublishedPromptVersion,
} from "@triops/domains/prompts/snapshot-schemas";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually, publishTestKey } from "../testing.ts";
import { type LlmWorld, startLlmWorld } from "./world.testing.ts";

let world: LlmWorld;
beforeAll(async () => {
  world = await startLlmWorld();
});
afterAll(() => world?.close());

const version = (number: number, template: string, more: Partial<PublishedPromptVersion> = {}) => ({
  ...{ id: randomUUID(), version: number, type: "text" as const, template, fault: null, graph: null },
  ...{ variables: {}, config: { temperature: 0 }, message: "", createdByName: "Ann" },
  createdAt: "2026-11-23T10:00:00.000Z",
  ...more,
});
const prompt = (name: string, more: Partial<PublishedPrompt> = {}): PublishedPrompt => ({
  ...{ workspaceId: world.workspaceId, id: randomUUID(), name, type: "text", tags: ["a"], older: [] },
  ...{ labels: { production: 1, latest: 2 }, versions: [version(2, "two"), version(1, "one")] },
  ...{ updatedAt: "2026-11-23T10:00:00.000Z", archived: false, revision: 1 },
  ...more,
});

async function ask(path: string, headers: Record<string, string> = {}, as = world.key.key) {
  const authorization = `Basic ${Buffer.from(`pk:${as}`).toString("base64")}`;
  const response = await fetch(`${world.url}/api/public/v2/prompts${path}`, {
    headers: { authorization, ...headers },
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, json: text ? JSON.parse(text) : null };
}
const known = (name: string) =>
  eventually(async () => {
    const { status } = await ask(`/${encodeURIComponent(name)}`);
    if (status === 404) throw new Error(`${name} is not known yet`);
  });

describe("prompts from memory", () => {
  it("come by label and by version in Langfuse's shape, production unless said", async () => {
    await world.prompt(prompt("folder/greet"));
    await known("folder/greet");
    expect(await ask("/folder%2Fgreet")).toMatchObject({
      status: 200,
      json: {
        ...{
          name: "folder/greet",
          version: 1,
          type: "text",
          prompt: "one",
          labels: ["production"],
          tags: ["a"],
        },
        ...{ config: { temperature: 0 }, projectId: world.workspaceId, resolutionGraph: null },
      },
    });
    expect((await ask("/folder/greet?label=latest")).json).toMatchObject({ version: 2, prompt: "two" });
    expect((await ask("/folder%2Fgreet?version=2")).json).toMatchObject({ version: 2 });
    const { json } = await ask("?name=folder/greet");
    expect(json).toMatchObject({
      data: [{ name: "folder/greet", versions: [1, 2], labels: ["production", "latest"] }],
      meta: { page: 1, limit: 10, totalItems: 1, totalPages: 1 },
    });
  });

  it("304 until a label moves, and the new version right after", async () => {
    const one = prompt("moves");
    await world.prompt(one);
    await known("moves");
    const etag = (await ask("/moves")).headers.get("etag") ?? "";
    expect((await ask("/moves", { "if-none-match": etag })).status).toBe(304);
    await world.prompt({ ...one, labels: { production: 2, latest: 2 }, revision: 2 });
    await eventually(async () => {
      const { status, json } = await ask("/moves", { "if-none-match": etag });
      if (status !== 200 || json.version !== 2) throw new Error("still the old one");
    });
  });

  it("look an old version up, also one whose parts changed", async () => {
    const one = prompt("old", { older: [1], versions: [version(2, "two")] });
    const put = (text: string) =>
      world.redis.hset(olderVersionsHash(one.id), "1", JSON.stringify(version(1, text)));
    await put("first");
    await world.prompt(one);
    await known("old");
    expect((await ask("/old?version=1")).json).toMatchObject({ prompt: "first" });
    await put("first, with another part");
    await world.prompt({ ...one, revision: 2 });
    await eventually(async () => {
      if ((await ask("/old?version=1")).json.prompt === "first") throw new Error("still the old one");
    });
    await world.redis.del(olderVersionsHash(one.id));
  });

  it("400, 401, 403 and 404 in Langfuse's shape", async () => {
    await world.prompt(
      prompt("broken", { versions: [version(1, "x", { fault: "Prompt dependency not found: y" })] }),
    );
    await known("broken");
    expect(await ask("/broken")).toMatchObject({
      status: 400,
      json: { error: "InvalidRequestError", message: "Prompt dependency not found: y" },
    });
    expect(await ask("/none")).toMatchObject({
      status: 404,
      json: { error: "LangfuseNotFoundError", message: "Prompt not found: 'none' with label 'production'" },
    });
    expect((await ask("/broken?version=x")).status).toBe(400);
    expect((await ask("/%E0%A4%A")).status).toBe(400);
    expect((await ask("/broken", {}, "nobody")).status).toBe(401);
    const sender = await publishTestKey(world.redis, { scopes: ["ingest"] });
    await eventually(async () => {
      if ((await ask("/broken", {}, sender.key)).status === 401) throw new Error("the key is not known yet");
    });
    expect((await ask("/broken", {}, sender.key)).status).toBe(403);
  });

  it("404 for the prompt of another workspace", async () => {
    await world.prompt(prompt("ours"));
    await known("ours");
    const other = await publishTestKey(world.redis, { scopes: ["read"] });
    await eventually(async () => {
      if ((await ask("/ours", {}, other.key)).status === 401) throw new Error("the key is not known yet");
    });
    expect((await ask("/ours", {}, other.key)).status).toBe(404);
  });
});
