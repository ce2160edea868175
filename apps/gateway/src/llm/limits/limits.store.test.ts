import { createPricer } from "@triops/analysis/pricing/pricer";
import { spendKey } from "@triops/domains/virtual-keys/spend-keys";
import { connectRedis } from "@triops/kernel/redis";
import { createTestRedis, type TestRedis } from "@triops/testing/redis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LlmCall } from "../call.ts";
import { settleSegment } from "../records/settle.ts";
import { makeCall, makeLimits, unlimited } from "./call.testing.ts";
import { workspaceBase } from "./checks.ts";
import { createEstimator } from "./estimate.ts";
import { createLimits, type LimitsLedger, leaseMs } from "./limits.ts";
import type { Settlement } from "./settlement.ts";

const likely = { priceProvider: "openai", model: "gpt-4o-mini" };
const oneUsd = 1_000_000_000;

let redis: TestRedis;
const ledgers: LimitsLedger[] = [];
/** Moves with the tests that wait for minutes. */
let aheadMs = 0;
const now = () => Date.now() + aheadMs;

/** A gateway's part of the limits: several decide as one. */
function gateway(): LimitsLedger {
  const estimator = createEstimator(() => createPricer([]), now);
  const ledger = createLimits({ redis: redis.redis, estimator, now });
  ledgers.push(ledger);
  return ledger;
}

let serial = 0;
const segmentOf = (settlements: Settlement[]) => ({
  name: `${redis.prefix}-${++serial}`,
  path: "",
  bytes: 0,
  groups: 1,
  settled: 0,
  unsettled: [
    {
      group: 1,
      calls: settlements.map((one) => ({
        settlement: {
          ...one,
          scopes: [...one.scopes],
          tokens: one.tokens.map((token): [string, number, number] => [...token]),
        },
        spanId: "",
        spanBytes: 0,
        llmSpanBytes: 0,
      })),
    },
  ],
  frames: null,
  isLeftOver: false,
});

async function settle(ledger: LimitsLedger, settlement: Settlement, times = 1) {
  const segment = segmentOf([settlement]);
  for (let i = 0; i < times; i++) await settleSegment(ledger.scripts, { ...segment }, now());
}
const truth = (nano: number, tokens = 0) => ({
  nano: BigInt(nano),
  inputTokens: tokens,
  outputTokens: 0,
  endedMs: now(),
});
const spent = async (call: LlmCall) =>
  Number(await redis.redis.get(spendKey({ kind: "key", id: call.keyId }, "day", call.startedMs)));
const held = async (call: LlmCall) =>
  Number(await redis.redis.hget(`${workspaceBase(call.workspaceId)}held`, `key:${call.keyId}`));

beforeAll(async () => {
  redis = await createTestRedis();
});
afterAll(() => {
  for (const ledger of ledgers) ledger.close();
  redis.close();
});

describe("spend", () => {
  test("200 parallel calls through two gateways overshoot 1 USD by no more than one call's estimate", async () => {
    const gateways = [gateway(), gateway()];
    const first = makeCall({
      body: { max_tokens: 100_000, messages: [{ role: "user", content: "Write a book" }] },
    });
    const limits = makeLimits(first, { spend: [{ period: "day", limitUsd: "1" }] });
    const calls = Array.from({ length: 200 }, () => makeCall({ ...first, id: makeCall().id }));
    const answers = await Promise.all(
      calls.map((call, i) => (gateways[i % 2] as LimitsLedger).reserve(call, limits, likely)),
    );
    const granted = answers.filter((answer) => "granted" in answer).length;
    // 100,000 tokens of gpt-4o-mini cost 0.06 USD: sixteen are below a dollar, the seventeenth reaches it.
    expect(granted).toBe(17);
    const estimate = 0.06 * oneUsd;
    expect(await held(first)).toBeLessThanOrEqual(oneUsd + estimate * 1.01);
    const refused = answers.find((answer) => "refused" in answer);
    expect(refused).toMatchObject({
      refused: { status: 429, code: "spend_day", retryAfterSeconds: 2 },
    });
  });

  test("what was spent is refused until the day ends, and the refusal says whose limit it is", async () => {
    const ledger = gateway();
    const call = makeCall();
    const limits = makeLimits(call, { spend: [{ period: "day", limitUsd: "0.5" }] });
    const answer = await ledger.reserve(call, limits, likely);
    if (!("granted" in answer)) throw new Error("refused");
    await settle(ledger, ledger.settlementOf(call, answer.granted, truth(oneUsd / 2)));
    expect(await held(call)).toBe(0);
    const next = await ledger.reserve({ ...call, id: makeCall().id }, limits, likely);
    if (!("refused" in next)) throw new Error("granted");
    expect(next.refused.message).toContain(
      'The spend limit of the key "billing bot" is reached: 0.5 USD a day',
    );
    expect(next.refused.resetAt).toMatch(/T00:00:00\.000Z$/);
    expect(next.refused.retryAfterSeconds).toBeGreaterThan(2);
  });

  test("a settlement counts once, however often and by whomever it is repeated", async () => {
    const ledger = gateway();
    const call = makeCall();
    await settle(ledger, ledger.settlementOf(call, null, truth(7_000)), 3);
    expect(await spent(call)).toBe(7_000);
  });

  test("a call that ends after its lease is counted all the same", async () => {
    const ledger = gateway();
    const call = makeCall();
    const limits = makeLimits(call, { spend: [{ period: "month", limitUsd: "10" }] });
    const answer = await ledger.reserve(call, limits, likely);
    if (!("granted" in answer)) throw new Error("refused");
    aheadMs += leaseMs + 1;
    // Somebody else's call finds that the lease ran out.
    const other = gateway();
    const second = await other.reserve({ ...call, id: makeCall().id }, limits, likely);
    if (!("granted" in second)) throw new Error("refused");
    other.release(second.granted);
    await settle(ledger, ledger.settlementOf(call, answer.granted, truth(9_000)));
    expect(await spent(call)).toBe(9_000);
    expect(await held(call)).toBe(0);
    aheadMs = 0;
  });

  test("a gateway that was killed holds nothing beyond its lease", async () => {
    const call = makeCall({
      body: { max_tokens: 2_000_000, messages: [{ role: "user", content: "Write a library" }] },
    });
    const limits = makeLimits(call, { spend: [{ period: "day", limitUsd: "1" }] });
    const killed = gateway();
    expect(await killed.reserve(call, limits, likely)).toHaveProperty("granted");
    killed.close();
    const next = gateway();
    expect(await next.reserve({ ...call, id: makeCall().id }, limits, likely)).toHaveProperty("refused");
    aheadMs += leaseMs + 1;
    expect(await next.reserve({ ...call, id: makeCall().id }, limits, likely)).toHaveProperty("granted");
    aheadMs = 0;
  });

  test("the workspace's limit binds a key that has none", async () => {
    const ledger = gateway();
    const call = makeCall();
    const limits = {
      ...makeLimits(call, {}),
      limits: { ...unlimited, spend: [{ period: "week" as const, limitUsd: "0" }] },
      keys: [],
    };
    expect(await ledger.reserve(call, limits, likely)).toMatchObject({
      refused: { code: "spend_week", status: 429 },
    });
  });

  test("nothing is asked of Redis for a call that nothing limits", async () => {
    const away = connectRedis("redis://127.0.0.1:1", "command", () => {});
    const ledger = createLimits({
      redis: away,
      estimator: createEstimator(() => createPricer([]), now),
      now,
    });
    const call = makeCall();
    expect(await ledger.reserve(call, null, likely)).toHaveProperty("granted");
    expect(ledger.state().awaySince).toBeNull();
    ledger.close();
    away.disconnect();
  });
});

describe("rates", () => {
  test("the sixth of five requests a minute is refused, and allowed after the time it was told", async () => {
    const ledger = gateway();
    const call = makeCall();
    const limits = makeLimits(call, { requestsPerMinute: 5 });
    const ask = () => ledger.reserve({ ...call, id: makeCall().id }, limits, likely);
    for (let i = 0; i < 5; i++) {
      const answer = await ask();
      expect(answer).toMatchObject({
        headers: { "x-ratelimit-limit-requests": "5", "x-ratelimit-remaining-requests": String(4 - i) },
      });
    }
    const refused = await ask();
    if (!("refused" in refused)) throw new Error("granted");
    expect(refused.refused.code).toBe("requests_per_minute");
    expect(refused.refused.retryAfterSeconds).toBeLessThanOrEqual(12);
    aheadMs += refused.refused.retryAfterSeconds * 1_000;
    expect(await ask()).toHaveProperty("granted");
    aheadMs = 0;
  });

  test("tokens that were expected and not used go back", async () => {
    const ledger = gateway();
    const call = makeCall({ body: { max_tokens: 900, messages: [] } });
    const limits = makeLimits(call, { tokensPerMinute: 1_000 });
    const first = await ledger.reserve(call, limits, likely);
    if (!("granted" in first)) throw new Error("refused");
    const next = { ...call, id: makeCall().id };
    expect(await ledger.reserve(next, limits, likely)).toMatchObject({
      refused: { code: "tokens_per_minute" },
    });
    await settle(ledger, ledger.settlementOf(call, first.granted, truth(0, 50)));
    expect(await ledger.reserve(next, limits, likely)).toHaveProperty("granted");
  });

  test("a call larger than the whole limit passes when nothing else was used", async () => {
    const ledger = gateway();
    const call = makeCall({ body: { max_tokens: 90_000, messages: [] } });
    const limits = makeLimits(call, { tokensPerMinute: 1_000 });
    expect(await ledger.reserve(call, limits, likely)).toHaveProperty("granted");
  });

  test("a call that did not happen gives its tokens back", async () => {
    const ledger = gateway();
    const call = makeCall({ body: { max_tokens: 1_000, messages: [] } });
    const limits = makeLimits(call, { tokensPerMinute: 1_000 });
    const first = await ledger.reserve(call, limits, likely);
    if (!("granted" in first)) throw new Error("refused");
    ledger.release(first.granted);
    expect(await ledger.reserve({ ...call, id: makeCall().id }, limits, likely)).toHaveProperty("granted");
  });
});

describe("without Redis", () => {
  const lost = () => {
    const away = connectRedis("redis://127.0.0.1:1", "command", () => {});
    const ledger = createLimits({
      redis: away,
      estimator: createEstimator(() => createPricer([]), now),
      now,
    });
    const end = () => {
      ledger.close();
      away.disconnect();
    };
    return { ledger, end };
  };

  test("503 with a time to try again for a key that fails closed", async () => {
    const { ledger, end } = lost();
    const call = makeCall();
    const answer = await ledger.reserve(call, makeLimits(call, { requestsPerMinute: 5 }), likely);
    expect(answer).toMatchObject({
      refused: { status: 503, retryAfterSeconds: 2, code: "limits_unavailable" },
    });
    expect(ledger.state().awaySince).not.toBeNull();
    end();
  });

  test("a key that fails open is bound by this gateway's own counting", async () => {
    const { ledger, end } = lost();
    const call = makeCall();
    const limits = makeLimits(call, { requestsPerMinute: 2 }, { whenRedisIsAway: "open" });
    const ask = () => ledger.reserve({ ...call, id: makeCall().id }, limits, likely);
    expect(await ask()).toHaveProperty("granted");
    expect(await ask()).toHaveProperty("granted");
    expect(await ask()).toMatchObject({ refused: { code: "requests_per_minute" } });
    expect(ledger.state().decidedLocally).toBe(2);
    end();
  });
});
