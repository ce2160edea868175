import { redisPrefix } from "@triops/kernel/redis";
import type { Runtime } from "../runtime.ts";

type Rule = { window: number; max: number };
export type Decision = { allowed: boolean; retryAfter: number | null };

/** Counts attempts in windows of `rule.window` seconds, over all processes. */
export type AttemptCounter = { consume(key: string, rule: Rule): Promise<Decision> };

/** Entries kept while Redis is away; beyond it the oldest counts are forgotten. */
const fallbackMax = 10_000;

/**
 * Attempts are counted in Redis. While it is away each process counts for itself, so that people can still sign in
 * and look at what is wrong, and guessing stays slow.
 */
export function attemptCounter(runtime: Pick<Runtime, "redis" | "clock" | "log">): AttemptCounter {
  const fallback = new Map<string, { count: number; endsMs: number }>();
  return {
    async consume(key, rule) {
      try {
        const name = `${redisPrefix}:attempts:${key}`;
        const answers = await runtime.redis
          .multi()
          .set(name, 0, "EX", rule.window, "NX")
          .incr(name)
          .pttl(name)
          .exec();
        const count = Number(answers?.[1]?.[1] ?? 1);
        const leftMs = Number(answers?.[2]?.[1] ?? 0);
        return decide(count, rule, leftMs);
      } catch (error) {
        runtime.log.warn({ err: error }, "attempts are counted in this process only");
        return countHere(fallback, key, rule, runtime.clock.now().getTime());
      }
    },
  };
}

function countHere(
  counts: Map<string, { count: number; endsMs: number }>,
  key: string,
  rule: Rule,
  nowMs: number,
): Decision {
  const known = counts.get(key);
  const entry = known && known.endsMs > nowMs ? known : { count: 0, endsMs: nowMs + rule.window * 1_000 };
  entry.count += 1;
  counts.delete(key);
  counts.set(key, entry);
  const oldest = counts.keys().next();
  if (counts.size > fallbackMax && !oldest.done) counts.delete(oldest.value);
  return decide(entry.count, rule, entry.endsMs - nowMs);
}

function decide(count: number, rule: Rule, leftMs: number): Decision {
  if (count <= rule.max) return { allowed: true, retryAfter: null };
  return { allowed: false, retryAfter: Math.max(1, Math.ceil(leftMs / 1_000)) };
}
