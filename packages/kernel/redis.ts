import { Redis, type RedisOptions } from "ioredis";

export type { Redis };

/**
 * `command`: producers and counters; a command fails in about two seconds instead of waiting for Redis to return.
 * `gathered`: the same, and what is asked within one turn of the event loop goes out in one write: for many callers at once.
 * `blocking`: workers and subscribers; waits for ever and reconnects.
 */
export type RedisUse = "command" | "gathered" | "blocking";

/** Settings from the reliability notes; one place, so that boot can read them back. */
export function redisOptions(use: RedisUse): RedisOptions {
  const reconnect = { retryStrategy: (attempt: number) => Math.min(50 * 2 ** Math.min(attempt, 6), 2_000) };
  if (use === "blocking") return { ...reconnect, maxRetriesPerRequest: null, connectTimeout: 2_000 };
  return {
    ...reconnect,
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    connectTimeout: 2_000,
    commandTimeout: 2_000,
    enableAutoPipelining: use === "gathered",
  };
}

/** Connects; errors are handed to `onError` because an unheard one would end the process. */
export function connectRedis(url: string, use: RedisUse, onError: (error: Error) => void): Redis {
  const redis = new Redis(url, redisOptions(use));
  redis.on("error", onError);
  return redis;
}

/** All keys of Triops begin with this tag; the braces keep them in one cluster slot. */
export const redisPrefix = "{triops}";

/** Resolves when the connection is ready, rejects after `timeoutMs`. */
export async function waitForRedis(redis: Redis, timeoutMs = 5_000): Promise<void> {
  if (redis.status === "ready") return;
  await new Promise<void>((resolve, reject) => {
    const ready = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      redis.off("ready", ready);
      reject(new Error(`Redis not ready after ${timeoutMs} ms`));
    }, timeoutMs);
    redis.once("ready", ready);
  });
}
