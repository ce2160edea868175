import { type TriopsError, unavailable } from "@triops/kernel/errors";
import type { Logger } from "@triops/kernel/logger";
import { connectRedis, type Redis, type RedisUse, redisPrefix, waitForRedis } from "@triops/kernel/redis";
import { Queue } from "bullmq";
import { eventsKept } from "./settings.ts";

const awayCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EHOSTUNREACH",
  "EAI_AGAIN",
]);
const awayTexts = [
  "Connection is closed",
  "Stream isn't writeable",
  "Command timed out",
  "Reached the max retries per request",
  "connect ETIMEDOUT",
  "LOADING",
  "READONLY",
  "MASTERDOWN",
  "CLUSTERDOWN",
  "OOM command not allowed",
];

/** Whether an error means that Redis cannot be used just now, rather than that we asked it something wrong. */
export function isRedisAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ("code" in error && typeof error.code === "string" && awayCodes.has(error.code)) return true;
  return error.name === "MaxRetriesPerRequestError" || awayTexts.some((text) => error.message.includes(text));
}

export const redisAway = (cause: unknown): TriopsError =>
  unavailable("The job queue is not reachable", { internal: String(cause), cause });

/** A connection that logs once when it is lost and once when it is back, not on every try. */
export function openRedis(url: string, use: RedisUse, log: Logger): Redis {
  let away = false;
  const redis = connectRedis(url, use, (error) => {
    if (!away) log.warn({ err: error, use }, "Redis is away");
    away = true;
  });
  redis.on("ready", () => {
    if (away) log.info({ use }, "Redis is back");
    away = false;
  });
  return redis;
}

export type Queues = {
  /** Runs `ask` on a queue. @throws unavailable when Redis does not answer within `deadlineMs` */
  use<Result>(name: string, ask: (queue: Queue) => Promise<Result>): Promise<Result>;
  redis: Redis;
  close(): Promise<void>;
};

/** Queues that share one connection which fails fast. */
export function openQueues(redisUrl: string, log: Logger, deadlineMs = 1_000): Queues {
  const redis = openRedis(redisUrl, "command", log);
  const open = new Map<string, Queue>();

  const queueOf = (name: string): Queue => {
    const known = open.get(name);
    if (known) return known;
    const queue = new Queue(name, {
      connection: redis,
      prefix: redisPrefix,
      streams: { events: { maxLen: eventsKept } },
    });
    queue.on("error", (error) => {
      if (!isRedisAway(error)) log.error({ err: error, queue: name }, "queue fault");
    });
    // A queue whose first contact failed would keep that failure for ever.
    queue.waitUntilReady().catch(() => open.delete(name));
    open.set(name, queue);
    return queue;
  };

  return {
    redis,
    async use(name, ask) {
      try {
        return await withDeadline(deadlineMs, async () => {
          await waitForRedis(redis, deadlineMs);
          return ask(queueOf(name));
        });
      } catch (error) {
        if (error instanceof DeadlinePassed || isRedisAway(error) || redis.status !== "ready")
          throw redisAway(error);
        throw error;
      }
    },
    async close() {
      await Promise.allSettled([...open.values()].map((queue) => queue.close()));
      redis.disconnect();
    },
  };
}

class DeadlinePassed extends Error {}

async function withDeadline<Result>(deadlineMs: number, work: () => Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new DeadlinePassed(`no answer within ${deadlineMs} ms`)), deadlineMs);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}
