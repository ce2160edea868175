import type { PublishedKey } from "@triops/domains/api-keys/schemas";
import { limitReached } from "@triops/kernel/errors";
import type { FastifyInstance } from "fastify";

/** Seconds of the limit that may come at once: senders gather and then send in bursts. */
const burstSeconds = 10;
/** Workspaces that were quiet this long start with a full burst again, so nothing of them is kept. */
const forgetMs = 60_000;

type Bucket = { requests: number; bytes: number; atMs: number };

export type RateLimiter = {
  /** Takes a request and its bytes. @throws limitReached with the seconds until there is room again */
  take(key: PublishedKey, bytes: number, nowMs: number): void;
  /** Bytes that were not announced are known only once they were read: the next request waits for them. */
  charge(key: PublishedKey, bytes: number): void;
};

/**
 * Two token buckets per workspace, for requests and for bytes of bodies, so that one workspace cannot use up the
 * gateway of all. Each gateway process counts for itself.
 */
export function createRateLimiter(): RateLimiter {
  const buckets = new Map<string, Bucket>();
  let sweptMs = 0;
  return {
    take(key, bytes, nowMs) {
      const { requestsPerSecondMax, bytesPerSecondMax } = key.limits;
      if (nowMs - sweptMs > forgetMs) {
        sweptMs = nowMs;
        for (const [id, bucket] of buckets) if (nowMs - bucket.atMs > forgetMs) buckets.delete(id);
      }
      let bucket = buckets.get(key.workspaceId);
      if (!bucket) {
        bucket = {
          requests: requestsPerSecondMax * burstSeconds,
          bytes: bytesPerSecondMax * burstSeconds,
          atMs: nowMs,
        };
        buckets.set(key.workspaceId, bucket);
      }
      const seconds = Math.max(0, nowMs - bucket.atMs) / 1_000;
      bucket.atMs = nowMs;
      const filled = (held: number, perSecond: number) =>
        Math.min(perSecond * burstSeconds, held + seconds * perSecond);
      bucket.requests = filled(bucket.requests, requestsPerSecondMax);
      bucket.bytes = filled(bucket.bytes, bytesPerSecondMax);
      if (bucket.requests < 1)
        throw refusal(`${requestsPerSecondMax} requests`, (1 - bucket.requests) / requestsPerSecondMax);
      // A body may be larger than what is left, never twice: what it overdraws is waited for by the next one.
      if (bucket.bytes <= 0) throw refusal(`${bytesPerSecondMax} bytes`, -bucket.bytes / bytesPerSecondMax);
      bucket.requests -= 1;
      bucket.bytes -= bytes;
    },
    charge(key, bytes) {
      const bucket = buckets.get(key.workspaceId);
      if (bucket) bucket.bytes -= bytes;
    },
  };
}

function refusal(limit: string, waitSeconds: number) {
  const retryAfterSeconds = Math.max(1, Math.ceil(waitSeconds));
  return limitReached(`This workspace sends more than ${limit} a second`, retryAfterSeconds);
}

/** Asks once the key is known and before a byte of the body is read; each protocol says the refusal in its own shape. */
export function limitRates(app: FastifyInstance): void {
  const limiter = createRateLimiter();
  app.addHook("preParsing", async (request) => {
    const key = request.publishedKey;
    if (key) limiter.take(key, Number(request.headers["content-length"]) || 0, Date.now());
  });
  app.addHook("preHandler", async ({ publishedKey: key, headers, body }) => {
    if (key && headers["content-length"] === undefined && Buffer.isBuffer(body))
      limiter.charge(key, body.length);
  });
}
