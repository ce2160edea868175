import {
  healthKeptSeconds,
  providerHealthField,
  providerHealthKey,
  providerHealthMsField,
} from "@triops/domains/llm-providers/health-keys";
import { type OpenBreaker, openBreakersKey } from "@triops/domains/llm-routes/snapshot-schemas";
import { newId } from "@triops/kernel/ids";
import type { Logger } from "@triops/kernel/logger";
import type { Redis } from "@triops/kernel/redis";

const flushMs = 2_000;
const breakersKeptSeconds = 600;
/** While Redis is away; then what is older is forgotten. */
const fieldsMax = 10_000;

export type ProviderNotes = {
  /** @param outcome `ok` or the class of the error */
  answered(providerId: string, outcome: string, ms: number): void;
  breaker(routeId: string, targetId: string, state: OpenBreaker | null): void;
  close(): Promise<void>;
};

/** Tells in passing how providers do and which targets are closed off. Best effort: a page's lights, no record. */
export function noteProviders(redis: Redis, log: Logger): ProviderNotes {
  const gateway = newId();
  let counts = new Map<string, number>();
  const add = (field: string, by: number) => {
    if (counts.size < fieldsMax || counts.has(field)) counts.set(field, (counts.get(field) ?? 0) + by);
  };
  const quietly = (work: Promise<unknown>) =>
    work.catch((error: unknown) => log.debug({ err: error }, "provider notes not written"));

  const flush = async () => {
    if (counts.size === 0 || redis.status !== "ready") return;
    const gathered = counts;
    counts = new Map();
    const key = providerHealthKey(new Date());
    const pipeline = redis.pipeline();
    for (const [field, by] of gathered) pipeline.hincrby(key, field, Math.round(by));
    pipeline.expire(key, healthKeptSeconds);
    await quietly(pipeline.exec());
  };
  const timer = setInterval(() => void flush(), flushMs).unref();

  return {
    answered(providerId, outcome, ms) {
      add(providerHealthField(providerId, outcome), 1);
      add(providerHealthMsField(providerId), ms);
    },
    breaker(routeId, targetId, state) {
      const key = openBreakersKey(routeId);
      const field = `${gateway}:${targetId}`;
      const pipeline = redis.pipeline();
      if (state) pipeline.hset(key, field, JSON.stringify(state)).expire(key, breakersKeptSeconds);
      else pipeline.hdel(key, field);
      void quietly(pipeline.exec());
    },
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
}
