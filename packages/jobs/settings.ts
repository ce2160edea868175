import type { Logger } from "@triops/kernel/logger";
import type { Redis } from "@triops/kernel/redis";

/**
 * Settings of every worker. Locks last a minute, so a handler may hold the event loop for half of that
 * before another process takes its job; one stall is forgiven, the second is a fault.
 */
export const workerSettings = {
  lockDuration: 60_000,
  stalledInterval: 30_000,
  maxStalledCount: 1,
  /** Seconds an idle worker waits at Redis before asking again; a new job wakes it at once. */
  drainDelay: 10,
  removeOnComplete: { age: 3_600, count: 1_000 },
  removeOnFail: { age: 604_800, count: 5_000 },
} as const;

/**
 * Starts a job may have, counting those that ended with the process. A payload that kills its process must
 * not do so for ever; two above `attempts` leaves room for restarts that were not its fault.
 */
export const startedAttemptsMax = (attempts: number): number => Math.max(5, attempts + 2);

/** Entries kept of each queue's event stream; Triops reads states, not the stream. */
export const eventsKept = 100;

/** The part of Redis' `INFO` that jobs depend on. */
export type RedisFacts = { evictionPolicy: string; appendOnly: boolean; usedBytes: number; maxBytes: number };

export function parseRedisInfo(info: string): RedisFacts {
  const fields = new Map(
    info.split(/\r?\n/).map((line) => {
      const at = line.indexOf(":");
      return [line.slice(0, at), line.slice(at + 1)] as const;
    }),
  );
  return {
    evictionPolicy: fields.get("maxmemory_policy") ?? "unknown",
    appendOnly: fields.get("aof_enabled") === "1",
    usedBytes: Number(fields.get("used_memory") ?? 0),
    maxBytes: Number(fields.get("maxmemory") ?? 0),
  };
}

/**
 * Reads Redis' settings back. `INFO` rather than `CONFIG GET`, which managed services refuse.
 * @throws when Redis may evict keys: it would silently lose jobs
 */
export async function checkRedis(redis: Redis, log: Logger): Promise<RedisFacts> {
  const [memory, persistence] = await Promise.all([redis.info("memory"), redis.info("persistence")]);
  const facts = parseRedisInfo(`${memory}\n${persistence}`);
  if (facts.evictionPolicy !== "noeviction") {
    throw new Error(
      `Redis has maxmemory-policy ${facts.evictionPolicy}; jobs need noeviction (redis.conf: maxmemory-policy noeviction)`,
    );
  }
  if (!facts.appendOnly) log.warn("Redis has no append-only file: jobs in flight are lost when it stops");
  if (facts.maxBytes > 0 && facts.usedBytes > facts.maxBytes * 0.8) {
    log.warn({ usedBytes: facts.usedBytes, maxBytes: facts.maxBytes }, "Redis memory is above 80 %");
  }
  return facts;
}
