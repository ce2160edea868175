import { open } from "@triops/kernel/secrets";
import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { startDemonstrationProvider } from "@triops/testing/llm-provider/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeRoute } from "../llm-routes/testing.ts";
import type { Caller } from "../runtime.ts";
import { publishAll } from "../snapshot-part.ts";
import { create } from "./create.ts";
import {
  healthKeptSeconds,
  providerHealthField,
  providerHealthKey,
  providerHealthMsField,
} from "./health-keys.ts";
import { get, health, list } from "./read.ts";
import { providersSnapshot } from "./snapshot.ts";
import {
  type PublishedProvider,
  publishedProvider,
  publishedProvidersAt,
  publishedProvidersHash,
  sealedToProvider,
} from "./snapshot-schemas.ts";
import { disable, enable, remove } from "./switch.ts";
import { models, test } from "./test.ts";
import { makeProvider, providerInput } from "./testing.ts";
import { update } from "./update.ts";

let harness: Harness;
let workspace: TestWorkspace;
let admin: Caller;
let demo: Awaited<ReturnType<typeof startDemonstrationProvider>>;

beforeAll(async () => {
  harness = await createHarness();
  harness.runtime.providers = { allowedCidrs: ["127.0.0.0/8"] };
  workspace = await harness.makeWorkspace();
  admin = await harness.callerAs(workspace, "admin");
  demo = await startDemonstrationProvider();
});
afterAll(async () => {
  await demo?.close();
  await harness?.close();
});

async function published(id: string): Promise<PublishedProvider | null> {
  const json = await admin.runtime.redis.hget(publishedProvidersHash, id);
  return json === null ? null : publishedProvider.parse(JSON.parse(json));
}
const demoInput = (more: Record<string, unknown> = {}) =>
  providerInput({ kind: "demonstration", baseUrl: demo.openaiUrl, test: "require", ...more }) as never;

describe("a provider", () => {
  it("is tried before it is saved, and its key is never seen again", async () => {
    const made = await create.call(admin, demoInput({ credential: "sk-secret-of-theirs-7788" }));
    expect(made).toMatchObject({ hasCredential: true, credentialEnding: "7788", enabled: true });
    expect(made.lastTest).toMatchObject({ ok: true, status: 200 });
    expect(made.lastTest?.models).toBeGreaterThan(0);
    const seen = JSON.stringify([made, await get.call(admin, { id: made.id }), await list.call(admin, {})]);
    expect(seen).not.toContain("secret-of-theirs");
    const entry = await published(made.id);
    expect(entry).toMatchObject({ dialect: "openai", baseUrl: demo.openaiUrl, revision: 1, azure: null });
    expect(JSON.stringify(entry)).not.toContain("secret-of-theirs");
    const { secretKey } = admin.runtime;
    const sealed = entry?.credentialSealed ?? "";
    expect(open(secretKey, workspace.id, sealedToProvider(made.id), sealed)).toBe("sk-secret-of-theirs-7788");
    const rows = await admin.runtime.database.auditEvent.findMany({ where: { workspaceId: workspace.id } });
    expect(JSON.stringify(rows)).not.toContain("secret-of-theirs");
  });

  it("that does not accept its key is refused in words, and saved when that is wanted", async () => {
    const wrong = demoInput({ credential: "invalid-key-of-mine" });
    await expect(create.call(admin, wrong)).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringContaining("does not accept the key (401)"),
      fields: [{ path: "credential" }],
    });
    const made = await create.call(admin, {
      ...(wrong as Record<string, unknown>),
      test: "note",
    } as never);
    expect(made.lastTest).toMatchObject({ ok: false, status: 401 });
    expect(made.lastTest?.message).not.toContain("invalid-key-of-mine");
    const now = await update.call(admin, { id: made.id, credential: "a-better-key-0001", test: "require" });
    expect(now.lastTest).toMatchObject({ ok: true });
    expect(now.revision).toBe(2);
  });

  it("speaks Anthropic's format where it is said, with models and a test on demand", async () => {
    const made = await create.call(admin, demoInput({ baseUrl: demo.url, dialect: "anthropic" }));
    expect(made).toMatchObject({ dialect: "anthropic", lastTest: { ok: true } });
    const offered = await models.call(admin, { id: made.id });
    expect(offered.data.length).toBeGreaterThan(0);
    expect(await test.call(admin, { id: made.id })).toMatchObject({ ok: true });
  });

  it("that is not there is told of, not thrown", async () => {
    const { id } = await makeProvider(admin);
    expect(await test.call(admin, { id })).toMatchObject({ ok: false, status: null });
    expect(await models.call(admin, { id })).toMatchObject({ data: [], reason: expect.any(String) });
    expect((await get.call(admin, { id })).lastTest).toMatchObject({ ok: false });
  });

  it("cannot be moved elsewhere with the secrets it has", async () => {
    const { id } = await makeProvider(admin, { headers: { "OpenAI-Organization": "org-1" } });
    const baseUrl = "https://elsewhere.invalid/v1";
    await expect(update.call(admin, { id, baseUrl, test: "skip" })).rejects.toMatchObject({
      fields: [{ path: "credential" }],
    });
    await expect(
      update.call(admin, { id, baseUrl, credential: "another-key", test: "skip" }),
    ).rejects.toMatchObject({ fields: [{ path: "headers" }] });
    const moved = await update.call(admin, {
      ...{ id, baseUrl, credential: "another-key", headers: {}, test: "skip" },
    });
    expect(moved).toMatchObject({ baseUrl, headerNames: [], revision: 2 });
    // A short key's ending would tell too much of it.
    expect(moved.credentialEnding).toBeNull();
  });

  it.each([
    ["a private address", { baseUrl: "http://10.0.0.1/v1" }, "baseUrl"],
    ["credentials in the address", { baseUrl: "https://a:b@models.invalid/v1" }, "baseUrl"],
    ["a kind that needs a key without one", { credential: null }, "credential"],
    ["no address where there is no usual one", { kind: "vllm", baseUrl: undefined }, "baseUrl"],
    ["a header that is the connection's", { headers: { Host: "elsewhere" } }, "headers.Host"],
    ["a key with a line break", { credential: "sk-1\nx: y" }, "credential"],
    ["Anthropic's format of OpenAI", { dialect: "anthropic" }, "dialect"],
  ])("400 for %s", async (_, more, path) => {
    await expect(makeProvider(admin, more)).rejects.toMatchObject({ code: "invalid", fields: [{ path }] });
  });

  it("conflict for a name in use and for an older revision", async () => {
    const made = await makeProvider(admin);
    await expect(makeProvider(admin, { name: made.name })).rejects.toMatchObject({ code: "conflict" });
    await update.call(admin, { id: made.id, priceProvider: null, revision: 1 });
    await expect(
      update.call(admin, { id: made.id, priceProvider: "azure", revision: 1 }),
    ).rejects.toMatchObject({ code: "conflict" });
  });

  it("stays while routes send calls to it, and says which", async () => {
    const { id } = await makeProvider(admin);
    const route = await makeRoute(admin, { targets: [{ providerId: id, model: "gpt-5" }] });
    await expect(remove.call(admin, { id })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining(route.name),
    });
    expect((await get.call(admin, { id })).routes).toEqual([{ id: route.id, name: route.name }]);
    const other = await makeProvider(admin);
    await remove.call(admin, { id: other.id });
    expect(await published(other.id)).toBeNull();
  });

  it("of a route made and the provider deleted at once, one is refused", async () => {
    for (let round = 0; round < 5; round++) {
      const { id } = await makeProvider(admin);
      const [made, removed] = await Promise.allSettled([
        makeRoute(admin, { targets: [{ providerId: id, model: "gpt-5" }] }),
        remove.call(admin, { id }),
      ]);
      expect([made.status, removed.status].toSorted()).toEqual(["fulfilled", "rejected"]);
    }
  });

  it("403 for an editor, who may look", async () => {
    const editor = await harness.callerAs(workspace, "editor");
    await expect(makeProvider(editor)).rejects.toMatchObject({ code: "forbidden" });
    expect((await list.call(editor, {})).data.length).toBeGreaterThan(0);
  });
});

describe("the gateways' picture", () => {
  it("heals when Redis lost it, and when somebody put something wrong there", async () => {
    const { id } = await makeProvider(admin);
    const { redis } = admin.runtime;
    await redis.del(publishedProvidersHash, publishedProvidersAt);
    const ghost = "01900000-0000-7000-8000-000000000000";
    await redis.hset(publishedProvidersHash, ghost, JSON.stringify({ revision: 1 }));
    await publishAll(admin.runtime, providersSnapshot);
    expect(await published(id)).toMatchObject({ id, enabled: true });
    expect(await redis.hget(publishedProvidersHash, ghost)).toBeNull();
    await disable.call(admin, { id });
    expect(await published(id)).toMatchObject({ enabled: false, revision: 2 });
    await expect(disable.call(admin, { id })).rejects.toMatchObject({ code: "conflict" });
    await enable.call(admin, { id });
    expect(await published(id)).toMatchObject({ enabled: true, revision: 3 });
  });
});

it("health is what the gateways noted in the last quarter of an hour", async () => {
  const [good, bad, quiet] = [
    await makeProvider(admin),
    await makeProvider(admin),
    await makeProvider(admin),
  ];
  const { redis } = admin.runtime;
  const now = admin.context.now;
  const key = providerHealthKey(new Date(now.getTime() - 120_000));
  await redis.hincrby(key, providerHealthField(good.id, "ok"), 40);
  await redis.hincrby(key, providerHealthMsField(good.id), 8_000);
  await redis.hincrby(key, providerHealthField(good.id, "rate_limit"), 1);
  await redis.hincrby(providerHealthKey(now), providerHealthField(bad.id, "server_error"), 3);
  await redis.hincrby(
    providerHealthKey(new Date(now.getTime() - 3_600_000)),
    providerHealthField(quiet.id, "ok"),
    3,
  );
  await redis.expire(key, healthKeptSeconds);
  const { data } = await health.call(admin, { ids: [good.id, bad.id, quiet.id] });
  const of = (id: string) => data.find((one) => one.id === id);
  expect(of(good.id)).toMatchObject({ state: "ok", calls: 41, failures: 1, latencyMsMean: 200 });
  expect(of(bad.id)).toMatchObject({ state: "failing", calls: 3, errors: { server_error: 3 } });
  expect(of(quiet.id)).toMatchObject({ state: "idle", calls: 0, latencyMsMean: null });
});
