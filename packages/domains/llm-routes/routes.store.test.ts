import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ownChangeOf } from "../changes/own-changes.ts";
import { makeProvider } from "../llm-providers/testing.ts";
import type { Caller } from "../runtime.ts";
import { publishAll } from "../snapshot-part.ts";
import { breakers, get, list } from "./read.ts";
import { routesSnapshot } from "./snapshot.ts";
import {
  openBreakersKey,
  type PublishedRoute,
  publishedRoute,
  publishedRoutesAt,
  publishedRoutesHash,
} from "./snapshot-schemas.ts";
import { disable, enable, remove } from "./switch.ts";
import { makeRoute } from "./testing.ts";
import { update } from "./update.ts";

let harness: Harness;
let workspace: TestWorkspace;
let editor: Caller;
let admin: Caller;
let openai: string;
let groq: string;

beforeAll(async () => {
  harness = await createHarness();
  workspace = await harness.makeWorkspace();
  editor = await harness.callerAs(workspace, "editor");
  admin = await harness.callerAs(workspace, "admin");
  openai = (await makeProvider(admin, { name: "OpenAI" })).id;
  groq = (await makeProvider(admin, { name: "Groq", kind: "groq" })).id;
});
afterAll(() => harness?.close());

async function published(id: string): Promise<PublishedRoute | null> {
  const json = await editor.runtime.redis.hget(publishedRoutesHash, id);
  return json === null ? null : publishedRoute.parse(JSON.parse(json));
}
const split = (weight: number) => [
  { providerId: openai, model: "gpt-5-mini", weight: 100 - weight },
  { providerId: groq, model: "llama-4", weight },
  { providerId: groq, model: "llama-3", tier: 1 },
];

describe("a route", () => {
  it("stands in the gateways' picture as soon as it is made, and with every change", async () => {
    const made = await makeRoute(editor, { targets: split(20) });
    expect(await published(made.id)).toMatchObject({
      workspaceId: workspace.id,
      name: made.name,
      enabled: true,
      revision: 1,
      operations: ["chat", "responses", "embeddings"],
      targets: [{ tier: 0 }, { tier: 0 }, { tier: 1, model: "llama-3", weight: 100 }],
      fallbackOn: ["rate_limit", "server_error", "timeout", "connection"],
      retries: { attempts: 1 },
      cache: { mode: "off" },
      guardrails: { request: [], response: [] },
      logBodies: true,
    });
    await update.call(editor, { id: made.id, cache: { mode: "exact", ttlSeconds: 60 }, logBodies: false });
    expect(await published(made.id)).toMatchObject({
      revision: 2,
      cache: { mode: "exact", ttlSeconds: 60 },
      logBodies: false,
      retries: { attempts: 1 },
    });
    await disable.call(editor, { id: made.id });
    expect(await published(made.id)).toMatchObject({ enabled: false, revision: 3 });
    await expect(disable.call(editor, { id: made.id })).rejects.toMatchObject({ code: "conflict" });
    await enable.call(editor, { id: made.id });
    await remove.call(editor, { id: made.id });
    expect(await published(made.id)).toBeNull();
  });

  it("keeps the id of a target that goes on meaning the same model", async () => {
    const made = await makeRoute(editor, { targets: split(20) });
    const after = await update.call(editor, { id: made.id, targets: split(50) });
    expect(after.targets.map(({ id }) => id)).toEqual(made.targets.map(({ id }) => id));
    expect(after.targets[0]?.provider).toMatchObject({ name: "OpenAI", enabled: true });
    const [first] = made.targets;
    const moved = await update.call(editor, {
      ...{ id: made.id, targets: [{ id: first?.id, providerId: openai, model: "gpt-5" }] },
    });
    expect(moved.targets[0]?.id).not.toBe(first?.id);
  });

  it("tells as a change where its calls go from now on", async () => {
    const made = await makeRoute(editor, { targets: split(20) });
    await update.call(editor, { id: made.id, targets: split(50) });
    const rows = await editor.runtime.database.auditEvent.findMany({
      where: { workspaceId: workspace.id, subjectId: made.id },
      orderBy: { seq: "asc" },
    });
    const titles = rows.map((row) => ownChangeOf(row)?.title);
    expect(titles).toEqual([
      `Route “${made.name}” created`,
      `Route “${made.name}” now goes to OpenAI gpt-5-mini 50 %, Groq llama-4 50 %; then Groq llama-3`,
    ]);
  });

  it.each([
    ["no target", { targets: [] }, "targets"],
    ["only fallbacks", { targets: [{ providerId: "openai", model: "m", tier: 1 }] }, "targets"],
    ["shares that are not 100", { targets: [{ providerId: "openai", model: "m", weight: 90 }] }, "targets"],
    [
      "a provider that is not there",
      { targets: [{ providerId: "01900000-0000-7000-8000-000000000000", model: "m" }] },
      "targets.0.providerId",
    ],
    [
      "a parameter that is the caller's",
      { targets: [{ providerId: "openai", model: "m", parameters: { stream: true } }] },
      "targets.0.parameters",
    ],
    ["a name with spaces", { name: "gpt fast" }, "name"],
    [
      "less time in all than to the first token",
      { timeouts: { firstTokenMs: 900, totalMs: 500 } },
      "timeouts.totalMs",
    ],
    [
      "a pattern that is none",
      {
        guardrails: {
          request: [{ id: "p", kind: "pattern", action: "block", patterns: ["("] }],
          response: [],
        },
      },
      "guardrails.request.0.patterns.0",
    ],
    [
      "a judge that is not there",
      {
        guardrails: {
          request: [{ id: "t", kind: "topics", action: "block", allowed: ["orders"], judgeRoute: "nobody" }],
          response: [],
        },
      },
      "guardrails.request.0.judgeRoute",
    ],
  ])("400 for %s", async (_, more, path) => {
    const given = JSON.parse(
      JSON.stringify(more).replaceAll('"providerId":"openai"', `"providerId":"${openai}"`),
    );
    await expect(makeRoute(editor, given)).rejects.toMatchObject({ code: "invalid", fields: [{ path }] });
  });

  it("conflict for a name in use, also by renaming, and for an older revision", async () => {
    const [one, other] = [await makeRoute(editor), await makeRoute(editor)];
    await expect(makeRoute(editor, { name: one.name })).rejects.toMatchObject({ code: "conflict" });
    await expect(update.call(editor, { id: other.id, name: one.name })).rejects.toMatchObject({
      code: "conflict",
    });
    await update.call(editor, { id: one.id, description: "first", revision: 1 });
    await expect(
      update.call(editor, { id: one.id, description: "second", revision: 1 }),
    ).rejects.toMatchObject({ code: "conflict" });
  });

  it("of several who change it at once each picture is whole, and revisions count up without a gap", async () => {
    const made = await makeRoute(editor, { targets: split(20) });
    const tries = await Promise.allSettled(
      Array.from({ length: 6 }, (_, i) => update.call(editor, { id: made.id, targets: split(i + 1) })),
    );
    const done = tries.filter(({ status }) => status === "fulfilled").length;
    const after = await get.call(editor, { id: made.id });
    expect(after.revision).toBe(1 + done);
    expect(after.targets).toHaveLength(3);
    expect(await published(made.id)).toMatchObject({ revision: 1 + done });
  });

  it("is found by name, by part of it, and by provider", async () => {
    const made = await makeRoute(editor, {
      name: "openai/only-here",
      targets: [{ providerId: groq, model: "m" }],
    });
    expect((await list.call(editor, { name: made.name })).data).toHaveLength(1);
    expect((await list.call(editor, { search: "only-HERE" })).data[0]?.id).toBe(made.id);
    expect((await list.call(editor, { providerId: groq })).data.map(({ id }) => id)).toContain(made.id);
  });

  it("tells of targets that gateways keep calls away from", async () => {
    const { id, targets } = await makeRoute(editor);
    const target = targets[0]?.id ?? "";
    const soon = Date.now() + 30_000;
    const put = (gateway: string, openUntilMs: number) =>
      editor.runtime.redis.hset(
        openBreakersKey(id),
        `${gateway}:${target}`,
        JSON.stringify({ openUntilMs, errorClass: "timeout", failures: 5 }),
      );
    await put("a", soon);
    await put("b", soon - 1_000);
    await put("c", Date.now() - 60_000);
    expect((await breakers.call(editor, { id })).data).toEqual([
      {
        targetId: target,
        gateways: 2,
        openUntil: new Date(soon).toISOString(),
        errorClass: "timeout",
        failures: 10,
      },
    ]);
  });
});

it("the gateways' picture heals when Redis lost it", async () => {
  const { id } = await makeRoute(editor);
  await editor.runtime.redis.del(publishedRoutesHash, publishedRoutesAt);
  await publishAll(editor.runtime, routesSnapshot);
  expect(await published(id)).toMatchObject({ id, revision: 1 });
  expect(await editor.runtime.redis.get(publishedRoutesAt)).not.toBeNull();
});
