import type { Check, Found } from "./checks.ts";

/**
 * The same decisions from what this process knows, for keys that stay open while Redis is away: rates per process, spend
 * from the last answer of Redis and what was spent here since. Several gateways allow that many times the rate.
 */
export type LocalLimits = {
  decide(
    checks: readonly Check[],
    nano: number,
    tokens: number,
    nowMs: number,
  ): { granted: boolean; found: Found[] };
  /** What Redis said last about a counter. */
  learn(key: string, spent: number): void;
  /** Spent while Redis was away, or given back (`held` negative). */
  spend(key: string, nano: number, held: number): void;
};

type Bucket = { level: number; atMs: number };

/** Counters and buckets remembered; the oldest go first. */
const rememberedMax = 20_000;

export function createLocalLimits(): LocalLimits {
  const buckets = new Map<string, Bucket>();
  const spent = new Map<string, { nano: number; held: number }>();

  const remember = <Value>(map: Map<string, Value>, key: string, value: Value) => {
    map.set(key, value);
    if (map.size > rememberedMax) {
      const oldest = map.keys().next();
      if (!oldest.done) map.delete(oldest.value);
    }
  };
  const levelOf = ({ key, limit }: Check, nowMs: number): number => {
    const bucket = buckets.get(key);
    if (!bucket) return limit;
    return Math.min(limit, bucket.level + (Math.max(0, nowMs - bucket.atMs) * limit) / 60_000);
  };

  return {
    decide(checks, nano, tokens, nowMs) {
      const found = checks.map((check): Found => {
        if (check.kind === "spend") {
          const known = spent.get(check.key) ?? { nano: 0, held: 0 };
          return {
            check,
            allows: known.nano + known.held < check.limit,
            left: 0,
            spent: known.nano,
            held: known.held,
          };
        }
        const left = levelOf(check, nowMs);
        const need = check.kind === "requests" ? 1 : Math.min(tokens, check.limit);
        return { check, allows: left >= need && check.limit > 0, left, spent: 0, held: 0 };
      });
      const granted = found.every((one) => one.allows);
      if (!granted) return { granted, found };
      for (const one of found) {
        const { check } = one;
        if (check.kind === "spend") {
          remember(spent, check.key, { nano: one.spent, held: one.held + nano });
          continue;
        }
        one.left -= check.kind === "requests" ? 1 : tokens;
        remember(buckets, check.key, { level: one.left, atMs: nowMs });
      }
      return { granted, found };
    },
    learn(key, nano) {
      remember(spent, key, { nano, held: 0 });
    },
    spend(key, nano, held) {
      const known = spent.get(key);
      if (known) remember(spent, key, { nano: known.nano + nano, held: Math.max(0, known.held + held) });
    },
  };
}
