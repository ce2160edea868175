import type { PublishedKey } from "@triops/domains/api-keys/schemas";
import { limitReached } from "@triops/kernel/errors";
import { createTokenBuckets, secondsUntil } from "@triops/kernel/token-buckets";
import type { FastifyInstance } from "fastify";

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
  const requests = createTokenBuckets();
  const bytes = createTokenBuckets();
  return {
    take({ workspaceId, limits: { requestsPerSecondMax, bytesPerSecondMax } }, size, nowMs) {
      const requestsLeft = requests.left(workspaceId, requestsPerSecondMax, nowMs);
      const bytesLeft = bytes.left(workspaceId, bytesPerSecondMax, nowMs);
      if (requestsLeft < 1)
        throw refusal(
          `${requestsPerSecondMax} requests`,
          secondsUntil(1 - requestsLeft, requestsPerSecondMax),
        );
      // A body may be larger than what is left, never twice: what it overdraws is waited for by the next one.
      if (bytesLeft <= 0)
        throw refusal(`${bytesPerSecondMax} bytes`, secondsUntil(-bytesLeft, bytesPerSecondMax));
      requests.take(workspaceId, 1);
      bytes.take(workspaceId, size);
    },
    charge({ workspaceId }, size) {
      bytes.take(workspaceId, size);
    },
  };
}

const refusal = (limit: string, retryAfterSeconds: number) =>
  limitReached(`This workspace sends more than ${limit} a second`, retryAfterSeconds);

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
