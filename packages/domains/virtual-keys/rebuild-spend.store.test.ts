import { randomBytes, randomUUID } from "node:crypto";
import { putLlmSpans, type TestLlmSpan } from "@triops/telemetry/llm/testing";
import { createTestTelemetry, type TestTelemetry } from "@triops/testing/clickhouse";
import { createTestRedis, type TestRedis } from "@triops/testing/redis";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { rebuildSpend } from "./rebuild-spend.ts";
import { periodOf, spendKey, spendSinceKey } from "./spend-keys.ts";

let store: TestTelemetry;
let redis: TestRedis;
const dayMs = 86_400_000;
/** Noon: what happens around it happens on one day. */
const nowMs = periodOf("day", Date.now()).fromMs + dayMs / 2;
const lostAtMs = nowMs - 60_000;
const usd = 1_000_000_000_000n;

beforeAll(async () => {
  store = await createTestTelemetry();
  redis = await createTestRedis();
});
beforeEach(() => redis.redis.del(spendSinceKey));
afterAll(async () => {
  await redis.redis.del(spendSinceKey);
  redis.close();
  await store.drop();
});

const rebuild = () => rebuildSpend({ redis: redis.redis, telemetry: store.telemetry }, new Date(nowMs));

test("counters that Redis lost are added again from the records, once, beside what was counted since", async () => {
  const [workspaceId, virtualKey, team] = [randomUUID(), randomUUID(), randomUUID()];
  const call = (startMs: number, partial: Partial<TestLlmSpan> = {}): TestLlmSpan => ({
    time: new Date(startMs),
    source: "gateway",
    cost: 9n * usd,
    virtualKey,
    team,
    ...partial,
  });
  const ids = { traceId: randomBytes(16).toString("hex"), spanId: randomBytes(8).toString("hex") };
  const counted = call(lostAtMs - 1_000, { ...ids, cost: usd });
  await putLlmSpans(store.telemetry, workspaceId, [
    counted,
    { ...counted, cost: 2n * usd, revision: 1n },
    // Of a month ago, of an SDK, without a price, and counted by Redis itself.
    call(nowMs - 31 * dayMs),
    call(lostAtMs - 1_000, { source: "otlp" }),
    call(lostAtMs - 1_000, { cost: null }),
    call(lostAtMs + 5_000),
  ]);
  await redis.redis.hset(spendSinceKey, "sinceMs", String(lostAtMs));
  const key = spendKey({ kind: "key", id: virtualKey }, "month", nowMs);
  await redis.redis.set(key, "500000000");
  expect(await rebuild()).not.toBeNull();
  expect(await rebuild()).toBeNull();
  expect(
    await redis.redis.mget(
      key,
      spendKey({ kind: "team", id: team }, "day", nowMs),
      spendKey({ kind: "workspace", id: workspaceId }, "week", nowMs),
    ),
  ).toEqual(["2500000000", "2000000000", "2000000000"]);
});

test("nothing is added before the rows of the last calls are there", async () => {
  await redis.redis.hset(spendSinceKey, "sinceMs", String(nowMs - 1_000));
  expect(await rebuild()).toBeNull();
});
