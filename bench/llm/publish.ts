import { randomUUID } from "node:crypto";
import { publishedKeysHash, snapshotChannel } from "@triops/domains/api-keys/schemas";
import {
  type PublishedProvider,
  publishedProvidersAt,
  publishedProvidersHash,
  sealedToProvider,
} from "@triops/domains/llm-providers/snapshot-schemas";
import {
  type PublishedRoute,
  publishedRoutesAt,
  publishedRoutesHash,
} from "@triops/domains/llm-routes/snapshot-schemas";
import {
  type PublishedLimits,
  publishedLimitsAt,
  publishedLimitsHash,
} from "@triops/domains/virtual-keys/snapshot-schemas";
import type { Redis } from "@triops/kernel/redis";
import { seal } from "@triops/kernel/secrets";
import { secretKey } from "../otlp/stack.ts";

export type PublishedWorld = { route: PublishedRoute; keyId: string };

/**
 * A provider, a route to it and limits that bind every call, as the product would publish them: the budget is reserved
 * and settled for each, and never reached.
 */
export async function publishLlm(
  redis: Redis,
  workspaceId: string,
  baseUrl: string,
  more: { limitUsd?: string; route?: Partial<PublishedRoute>; provider?: Partial<PublishedProvider> } = {},
): Promise<PublishedWorld> {
  const keys = Object.values(await redis.hgetall(publishedKeysHash)).map((json) => JSON.parse(json));
  const keyId: string = keys.find(
    (key) => key.workspaceId === workspaceId && key.scopes.includes("llm"),
  ).keyId;
  const providerId = randomUUID();
  const provider: PublishedProvider = {
    workspaceId,
    id: providerId,
    name: "Upstream",
    kind: "openai-compatible",
    dialect: "openai",
    baseUrl,
    priceProvider: "openai",
    credentialSealed: seal(secretKey, workspaceId, sealedToProvider(providerId), "sk-upstream"),
    headersSealed: null,
    azure: null,
    enabled: true,
    revision: 1,
    ...more.provider,
  };
  const route: PublishedRoute = {
    workspaceId,
    id: randomUUID(),
    name: "fast",
    enabled: true,
    targets: [
      {
        id: randomUUID(),
        providerId: provider.id,
        model: "gpt-4o-mini",
        weight: 100,
        tier: 0,
        parameters: {},
      },
    ],
    fallbackOn: ["rate_limit", "server_error", "timeout", "connection"],
    retries: { attempts: 1, backoffMs: 50, backoffMsMax: 500 },
    timeouts: { firstTokenMs: 10_000, totalMs: 30_000 },
    breaker: { failures: 1_000, windowMs: 10_000, openMs: 1_000 },
    cache: { mode: "off", ttlSeconds: 60 },
    guardrails: { request: [], response: [] },
    logBodies: true,
    revision: 1,
    ...more.route,
  };
  const spend = [{ period: "month" as const, limitUsd: more.limitUsd ?? "100000" }];
  const limits: PublishedLimits = {
    workspaceId,
    limits: { requestsPerMinute: null, tokensPerMinute: null, spend, unpriced: "allow" },
    teams: [],
    keys: [
      {
        keyId,
        id: keyId,
        name: "bench",
        teamId: null,
        allowedRoutes: null,
        limits: { requestsPerMinute: 10_000_000, tokensPerMinute: 1_000_000_000, spend, unpriced: "allow" },
        whenRedisIsAway: "closed",
      },
    ],
    revision: 1,
  };
  const put = async (part: string, hash: string, markedAt: string, field: string, value: unknown) => {
    await redis.hset(hash, field, JSON.stringify(value));
    await redis.set(markedAt, new Date().toISOString());
    await redis.publish(snapshotChannel, JSON.stringify({ part, fields: [field] }));
  };
  await put("llm-providers", publishedProvidersHash, publishedProvidersAt, provider.id, provider);
  await put("llm-limits", publishedLimitsHash, publishedLimitsAt, workspaceId, limits);
  await put("llm-routes", publishedRoutesHash, publishedRoutesAt, route.id, route);
  return { route, keyId };
}
