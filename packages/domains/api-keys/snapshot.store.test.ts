import { connectRedis } from "@triops/kernel/redis";
import { open } from "@triops/kernel/secrets";
import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Caller } from "../runtime.ts";
import { update } from "../workspaces/update.ts";
import { flushUses, noteUse } from "./last-used.ts";
import { revoke } from "./revoke.ts";
import { rotate } from "./rotate.ts";
import { webhookSecretPlace } from "./rules.ts";
import {
  keyLimits,
  keysLastUsedHash,
  type PublishedKey,
  publishedKey,
  publishedKeysAt,
  publishedKeysHash,
  snapshotChannel,
} from "./schemas.ts";
import { publishAllKeys } from "./snapshot.ts";
import { hashKey } from "./store.ts";
import { makeApiKey } from "./testing.ts";
import { makeWebhookSecret } from "./webhook-secret.ts";

let harness: Harness;
let workspace: TestWorkspace;
let owner: Caller;

beforeAll(async () => {
  harness = await createHarness();
  workspace = await harness.makeWorkspace();
  owner = await harness.callerAs(workspace, "owner");
});
afterAll(() => harness.close());

async function published(key: string): Promise<PublishedKey | null> {
  const { redis, secretKey } = harness.runtime;
  const text = await redis.hget(publishedKeysHash, hashKey(secretKey, key));
  return text === null ? null : publishedKey.parse(JSON.parse(text));
}

describe("the gateway's picture of the keys", () => {
  it("holds a key as soon as it was made, and no longer when it was revoked", async () => {
    const { id, key } = await makeApiKey(owner, { scopes: ["ingest"] });
    expect(await published(key)).toMatchObject({ workspaceId: workspace.id, keyId: id, scopes: ["ingest"] });
    await revoke.call(owner, { id });
    expect(await published(key)).toBeNull();
  });

  it("holds both keys of a rotation while the grace lasts", async () => {
    const old = await makeApiKey(owner);
    const fresh = await rotate.call(owner, { id: old.id, graceMinutes: 10 });
    const ends = owner.context.now.getTime() + 600_000;
    expect((await published(old.key))?.expiresAt).toBe(new Date(ends).toISOString());
    expect((await published(fresh.key))?.expiresAt).toBeNull();
    await expect(rotate.call(owner, { id: fresh.id, graceMinutes: 0 })).resolves.toBeDefined();
    expect(await published(fresh.key)).toBeNull();
  });

  it("carries what the workspace may send, as its owner set it, and the defaults for the rest", async () => {
    const { key } = await makeApiKey(owner);
    expect((await published(key))?.limits).toEqual(keyLimits);
    await update.call(owner, { id: workspace.id, limits: { requestsPerSecondMax: 50 } });
    expect((await published(key))?.limits).toEqual({ ...keyLimits, requestsPerSecondMax: 50 });
    await update.call(owner, { id: workspace.id, limits: { seriesMax: 1_000 } });
    const { limits } = await update.call(owner, { id: workspace.id, name: "Still limited" });
    expect(limits).toEqual({ ...keyLimits, requestsPerSecondMax: 50, seriesMax: 1_000 });
    await update.call(owner, { id: workspace.id, limits: keyLimits });
    expect((await published(key))?.limits).toEqual(keyLimits);
  });

  it("carries a webhook's secret sealed, for the key it was made for, and over a rotation", async () => {
    const { secretKey, database } = harness.runtime;
    const old = await makeApiKey(owner, { scopes: ["ingest"] });
    expect(old.hasWebhookSecret).toBe(false);
    const { secret } = await makeWebhookSecret.call(owner, { id: old.id });
    const opened = async (keyId: string, key: string) => {
      const sealed = (await published(key))?.webhookSecret ?? "";
      expect(sealed).not.toContain(secret);
      return open(secretKey, workspace.id, webhookSecretPlace(keyId), sealed);
    };
    expect(await opened(old.id, old.key)).toBe(secret);
    const fresh = await rotate.call(owner, { id: old.id, graceMinutes: 10 });
    expect(fresh.hasWebhookSecret).toBe(true);
    expect(await opened(fresh.id, fresh.key)).toBe(secret);
    await expect(opened(old.id, fresh.key)).rejects.toThrow();
    const again = await makeWebhookSecret.call(owner, { id: fresh.id });
    expect(await opened(fresh.id, fresh.key)).not.toBe(secret);
    const audited = await database.auditEvent.findMany({ where: { workspaceId: workspace.id } });
    expect(JSON.stringify(audited)).not.toContain(again.secret);
    await revoke.call(owner, { id: fresh.id });
    await expect(makeWebhookSecret.call(owner, { id: fresh.id })).rejects.toThrow("revoked");
  });

  it("follows the workspace's retention", async () => {
    const { key } = await makeApiKey(owner);
    await update.call(owner, { id: workspace.id, retentionDays: 7 });
    expect((await published(key))?.retentionDays).toBe(7);
  });

  it("announces what changed", async () => {
    const heard: string[] = [];
    const subscriber = connectRedis(harness.redisUrl, "blocking", () => {});
    await subscriber.subscribe(snapshotChannel);
    subscriber.on("message", (_channel, text) => heard.push(text));
    const { key } = await makeApiKey(owner);
    const hash = hashKey(harness.runtime.secretKey, key);
    await expect.poll(() => heard.join()).toContain(hash);
    subscriber.disconnect();
  });

  it("is whole again after Redis lost its data, and says when it was compared", async () => {
    const { key } = await makeApiKey(owner);
    await harness.runtime.redis.flushdb();
    await publishAllKeys(harness.runtime);
    expect(await published(key)).not.toBeNull();
    expect(await harness.runtime.redis.get(publishedKeysAt)).not.toBeNull();
  });

  it("loses what no longer works at the next comparison", async () => {
    const { id, key } = await makeApiKey(owner);
    await harness.runtime.database.apiKey.update({ where: { id }, data: { expiresAt: new Date(0) } });
    await harness.runtime.redis.hset(publishedKeysHash, "f".repeat(64), "left over");
    await publishAllKeys(harness.runtime);
    expect(await published(key)).toBeNull();
    expect(await harness.runtime.redis.hget(publishedKeysHash, "f".repeat(64))).toBeNull();
  });
});

describe("the time of last use", () => {
  const lastUsed = async (id: string) =>
    (await harness.runtime.database.apiKey.findUniqueOrThrow({ where: { id } })).lastUsedAt;

  it("reaches the ledger, also after a killed flush, and never goes back", async () => {
    const { id } = await makeApiKey(owner);
    const at = new Date("2026-05-01T12:00:00.000Z");
    noteUse(harness.runtime, id, at);
    await expect.poll(() => harness.runtime.redis.hexists(keysLastUsedHash, id)).toBe(1);
    await harness.runtime.redis.rename(keysLastUsedHash, `${keysLastUsedHash}:flushing`);
    await flushUses(harness.runtime);
    expect(await lastUsed(id)).toEqual(at);
    await harness.runtime.redis.hset(keysLastUsedHash, id, "2020-01-01T00:00:00.000Z", "not an id", "x");
    await flushUses(harness.runtime);
    expect(await lastUsed(id)).toEqual(at);
    expect(await harness.runtime.redis.exists(keysLastUsedHash)).toBe(0);
  });
});
