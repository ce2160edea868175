import type { Runtime } from "../runtime.ts";
import type { Limits } from "./rules.ts";
import { periodOf, type SpendScope, spendKey, spendPeriods, usdOfNanodollars } from "./spend-keys.ts";

/** What a scope spent in the periods under way; null where the counters cannot be read. */
export type SpentNow = {
  period: (typeof spendPeriods)[number];
  spentUsd: string | null;
  limitUsd: string | null;
  from: Date;
  resetsAt: Date;
};

/** In the order of the scopes. One question to Redis for all of them. */
export async function spentBy(
  runtime: Runtime,
  scopes: readonly { scope: SpendScope; limits: Limits }[],
  now: Date,
): Promise<SpentNow[][]> {
  if (scopes.length === 0) return [];
  const atMs = now.getTime();
  const keys = scopes.flatMap(({ scope }) => spendPeriods.map((period) => spendKey(scope, period, atMs)));
  const texts = await runtime.redis.mget(keys).catch(() => null);
  return scopes.map(({ limits }, index) =>
    spendPeriods.map((period, place) => {
      const { fromMs, toMs } = periodOf(period, atMs);
      const text = texts?.[index * spendPeriods.length + place] ?? null;
      return {
        period,
        spentUsd: texts === null ? null : usdOfNanodollars(text),
        limitUsd: limits.spend.find((one) => one.period === period)?.limitUsd ?? null,
        from: new Date(fromMs),
        resetsAt: new Date(toMs),
      };
    }),
  );
}
