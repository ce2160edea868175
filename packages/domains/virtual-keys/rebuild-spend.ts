import { picodollarsOf } from "@triops/analysis/pricing/money";
import { defineJob } from "@triops/jobs/define";
import type { Redis } from "@triops/kernel/redis";
import type { Telemetry } from "@triops/telemetry/client/telemetry";
import { type DaySpend, spendByDay } from "@triops/telemetry/llm/spend";
import { z } from "zod";
import type { Runtime } from "../runtime.ts";
import {
  periodOf,
  type SpendScope,
  spendKeptMs,
  spendKey,
  spendPeriods,
  spendSinceKey,
} from "./spend-keys.ts";

/** Rows are stored a moment after their calls: only then are all of them there that ended before the counters began. */
const settledAfterMs = 10_000;

/** KEYS: since. ARGV: the start that was read, JSON list of counter, nanodollars, end of its life. Adds once. */
const script = `
local since = redis.call('HMGET', KEYS[1], 'sinceMs', 'rebuilt')
if since[2] or since[1] ~= ARGV[1] then return 0 end
for _, one in ipairs(cjson.decode(ARGV[2])) do
  redis.call('INCRBY', one[1], one[2])
  redis.call('PEXPIREAT', one[1], one[3])
end
redis.call('HSET', KEYS[1], 'rebuilt', '1')
return 1
`;

/**
 * Spend counters live in Redis. When it lost them they begin anew with the next call, and what was spent before in the
 * periods that still run is added from the records, once. Until then, some seconds, limits are too generous.
 */
export async function rebuildSpend(
  { redis, telemetry }: { redis: Redis; telemetry: Telemetry },
  now: Date,
): Promise<{ added: number } | null> {
  const nowMs = now.getTime();
  await redis.hsetnx(spendSinceKey, "sinceMs", String(nowMs));
  const [since, rebuilt] = await redis.hmget(spendSinceKey, "sinceMs", "rebuilt");
  if (rebuilt || !since || nowMs - Number(since) < settledAfterMs) return null;
  const fromMs = Math.min(...spendPeriods.map((period) => periodOf(period, nowMs).fromMs));
  const spent = Number(since) > fromMs ? await spendByDay(telemetry, fromMs, Number(since)) : [];
  const additions = additionsOf(spent, nowMs);
  const done = await redis.eval(script, 1, spendSinceKey, since, JSON.stringify(additions));
  return done === 1 ? { added: additions.length } : null;
}

/** Sums per counter of the periods that hold `nowMs`. */
export function additionsOf(
  spent: readonly DaySpend[],
  nowMs: number,
): [key: string, nano: string, expiresAtMs: string][] {
  const sums = new Map<string, { picodollars: bigint; expiresAtMs: number }>();
  for (const { workspaceId, day, keyId, teamId, usd } of spent) {
    const dayMs = Date.parse(day);
    const scopes: SpendScope[] = [{ kind: "workspace", id: workspaceId }];
    if (keyId !== "") scopes.push({ kind: "key", id: keyId });
    if (teamId !== "") scopes.push({ kind: "team", id: teamId });
    for (const period of spendPeriods) {
      const { fromMs, toMs } = periodOf(period, nowMs);
      if (dayMs < fromMs || dayMs >= toMs) continue;
      for (const scope of scopes) {
        const key = spendKey(scope, period, nowMs);
        const known = sums.get(key) ?? { picodollars: 0n, expiresAtMs: toMs + spendKeptMs };
        known.picodollars += picodollarsOf(usd) ?? 0n;
        sums.set(key, known);
      }
    }
  }
  return [...sums].map(([key, { picodollars, expiresAtMs }]) => [
    key,
    String((picodollars + 500n) / 1_000n),
    String(expiresAtMs),
  ]);
}

export const rebuildSpendJob = defineJob<Record<string, never>, Runtime>({
  name: "virtual-keys.rebuild-spend",
  payload: z.object({}) as z.ZodType<Record<string, never>>,
  attempts: 1,
  timeoutMs: 90_000,
  concurrency: 1,
  dedupe: () => "rebuild-spend",
  every: { seconds: 10 },
  run: async ({ services, now, log }) => {
    const result = await rebuildSpend(services, now);
    if (result !== null && result.added > 0)
      log.warn(result, "spend counters were lost and are added again from the records");
  },
});
