import { spendKey } from "@triops/domains/virtual-keys/spend-keys";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { eventually, startTestGateway, type TestGateway } from "../../testing.ts";
import { type LlmWorld, startLlmWorld } from "../world.testing.ts";
import { unlimited } from "./call.testing.ts";
import { workspaceBase } from "./checks.ts";

/** 900 tokens written of 1,000 allowed, by a model of 60 USD a million (and some for the question). */
const estimateUsd = 0.061;

let world: LlmWorld;
let second: TestGateway;

const limitTo = (limitUsd: string, revision = 1) =>
  world.limits({
    workspaceId: world.workspaceId,
    limits: unlimited,
    teams: [],
    keys: [
      {
        keyId: world.key.keyId,
        id: world.key.keyId,
        name: "intern",
        teamId: null,
        allowedRoutes: null,
        limits: { ...unlimited, spend: [{ period: "month", limitUsd }] },
        whenRedisIsAway: "closed",
      },
    ],
    revision,
  });

beforeAll(async () => {
  world = await startLlmWorld();
  second = await startTestGateway({
    clickhouseUrl: world.store.url,
    redisUrl: inject("stores").redisUrl,
  });
  const provider = await world.provider();
  await limitTo("1");
  await world.route("dear", [{ providerId: provider.id, model: "gpt-4" }]);
  await eventually(async () => {
    const reply = await fetch(`${second.url}/v1/models/dear`, {
      headers: { authorization: `Bearer ${world.key.key}` },
    });
    if (reply.status !== 200) throw new Error("not known yet");
  });
}, 60_000);
afterAll(async () => {
  await second?.gateway.close();
  await world?.close();
});

const spentUsd = async () =>
  Number(await world.redis.get(spendKey({ kind: "key", id: world.key.keyId }, "month", Date.now()))) / 1e9;

describe("1 USD and 200 callers at once, through two gateways", () => {
  test("who asks until the money is gone spends it, and no more than one call on top", async () => {
    const clients = [world.url, second.url].map(
      (url) => new OpenAI({ baseURL: `${url}/v1`, apiKey: world.key.key, maxRetries: 0 }),
    );
    let answered = 0;
    const refusals: InstanceType<typeof OpenAI.RateLimitError>[] = [];
    const caller = async (number: number) => {
      for (;;) {
        try {
          await (clients[number % 2] as OpenAI).chat.completions.create({
            model: "dear",
            max_tokens: 1_000,
            messages: [{ role: "user", content: "Write [[demo: length=900 latency=20]]" }],
          });
          answered++;
        } catch (error) {
          if (!(error instanceof OpenAI.RateLimitError)) throw error;
          refusals.push(error);
          if (error.message.includes("is reached")) return;
          // Held by others: some of it may come back.
          await new Promise((resolve) => setTimeout(resolve, 200));
        }
      }
    };
    await Promise.all(Array.from({ length: 200 }, (_, number) => caller(number)));
    expect(answered).toBeGreaterThan(15);
    const spent = await spentUsd();
    expect(spent).toBeGreaterThanOrEqual(1);
    expect(spent).toBeLessThanOrEqual(1 + estimateUsd);
    const last = refusals.at(-1);
    expect(last).toMatchObject({ status: 429, code: "spend_month" });
    expect(last?.message).toContain('The spend limit of the key "intern" is reached: 1 USD a month');
    expect(Number(last?.headers?.get("retry-after"))).toBeGreaterThan(0);
  }, 60_000);

  test("the counter is what the records add up to", async () => {
    await eventually(async () => {
      const rows = await world.recorded("dear", 17);
      const paid = rows.filter(({ cost }) => cost !== null).reduce((sum, { cost }) => sum + Number(cost), 0);
      expect(await spentUsd()).toBeCloseTo(paid, 8);
    });
  });
});

const question = (demo: string) => ({
  model: "dear",
  max_tokens: 1_000,
  messages: [{ role: "user" as const, content: `Write [[demo: ${demo}]]` }],
});

describe("a caller that leaves in the middle of a stream", () => {
  test("holds nothing afterwards and pays an estimate of what came", async () => {
    await limitTo("100", 2);
    const client = world.openai();
    await eventually(async () => {
      await client.chat.completions.create(question("length=1"));
    });
    const before = await spentUsd();
    const stream = await client.chat.completions.create({ ...question("length=400 chunk=20"), stream: true });
    let pieces = 0;
    for await (const _ of stream) if (++pieces === 20) break;
    await eventually(async () => {
      const held = await world.redis.hgetall(`${workspaceBase(world.workspaceId)}held`);
      expect(Object.values(held).map(Number)).toEqual([0, 0]);
    });
    const paid = (await spentUsd()) - before;
    expect(paid).toBeGreaterThan(0);
    expect(paid).toBeLessThan(0.03);
    await eventually(async () => {
      const rows = await world.recorded("dear", 1);
      const aborted = rows.filter(({ error_type }) => error_type === "aborted");
      expect(aborted).toMatchObject([{ estimated: 1 }]);
    });
  }, 30_000);
});
