import { createHash } from "node:crypto";
import type { PublishedProvider } from "@triops/domains/llm-providers/snapshot-schemas";
import type { PublishedRoute } from "@triops/domains/llm-routes/snapshot-schemas";
import { type Redis, redisPrefix } from "@triops/kernel/redis";
import type { LlmCall, ProviderUsed } from "./call.ts";
import type { Answer } from "./ports.ts";
import { parseWire } from "./wire-json.ts";

/** As it went to the caller: a JSON body, or the bytes of a stream. */
export type KeptAnswer = {
  body: string;
  answer: Answer;
  usageDialect: string;
  provider: ProviderUsed;
  model: string;
};

/** Larger answers are not worth their memory. */
export const keptBytesMax = 1024 * 1024;

/**
 * Everything that the answer depends on. The key is the caller's own: what one key was answered is never told to
 * another. A change of route or provider begins anew.
 */
export function cacheKeyOf(
  call: LlmCall,
  route: PublishedRoute,
  providerOf: (id: string) => PublishedProvider | null,
): string {
  const scope = call.virtualKey?.id ?? (call.keyId === "" ? call.actorId : call.keyId);
  const revisions = route.targets.map(({ providerId }) => [
    providerId,
    providerOf(providerId)?.revision ?? 0,
  ]);
  const hash = createHash("sha256")
    .update(JSON.stringify([scope, route.id, route.revision, revisions, call.operation, call.stream]))
    .update(JSON.stringify(call.body));
  return `${redisPrefix}:llm:cache:${call.workspaceId}:${hash.digest("base64url")}`;
}

/** A cache that is away, or holds what cannot be read, is a miss. */
export function createAnswerCache(redis: Redis) {
  return {
    async find(key: string): Promise<KeptAnswer | null> {
      if (redis.status !== "ready") return null;
      try {
        const text = await redis.get(key);
        return text === null ? null : (parseWire(text) as KeptAnswer);
      } catch {
        return null;
      }
    },
    keep(key: string, kept: KeptAnswer, ttlSeconds: number): void {
      if (redis.status !== "ready" || ttlSeconds <= 0) return;
      redis.set(key, JSON.stringify(kept), "EX", ttlSeconds).catch(() => {});
    },
  };
}
export type AnswerCache = ReturnType<typeof createAnswerCache>;
