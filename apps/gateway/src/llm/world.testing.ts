import { randomUUID } from "node:crypto";
import { publishedKeysHash, snapshotChannel } from "@triops/domains/api-keys/schemas";
import {
  type PublishedProvider,
  providersPart,
  publishedProvidersAt,
  publishedProvidersHash,
  sealedToProvider,
} from "@triops/domains/llm-providers/snapshot-schemas";
import {
  type PublishedRoute,
  publishedRoutesAt,
  publishedRoutesHash,
  routesPart,
} from "@triops/domains/llm-routes/snapshot-schemas";
import {
  type PublishedPrompt,
  promptsPart,
  publishedPromptsAt,
  publishedPromptsHash,
} from "@triops/domains/prompts/snapshot-schemas";
import {
  limitsPart,
  type PublishedLimits,
  publishedLimitsAt,
  publishedLimitsHash,
} from "@triops/domains/virtual-keys/snapshot-schemas";
import { seal } from "@triops/kernel/secrets";
import { createTestTelemetry } from "@triops/testing/clickhouse";
import { startDemonstrationProvider } from "@triops/testing/llm-provider/server";
import { createTestRedis } from "@triops/testing/redis";
import OpenAI from "openai";
import { inject } from "vitest";
import { z } from "zod";
import { eventually, publishTestKey, startTestGateway, testSecretKey } from "../testing.ts";

type Partials<Entry> = Partial<Omit<Entry, "workspaceId">>;

export type RecordedCall = {
  route: string;
  provider: string;
  model: string;
  status: string;
  error_type: string;
  cache: string;
  estimated: number;
  prompt_name: string;
  prompt_version: number;
  usage: Record<string, number>;
  cost: string | null;
  output_text: string;
  input_text: string;
  user: string;
  session: string;
};

/** A gateway with stores of its own, a demonstration provider beside it, and a key that may call models. */
export async function startLlmWorld() {
  const store = await createTestTelemetry();
  const redis = await createTestRedis();
  const demo = await startDemonstrationProvider();
  const key = await publishTestKey(redis.redis, { scopes: ["llm"] });
  const { workspaceId } = key;
  const { url, gateway } = await startTestGateway({
    clickhouseUrl: store.url,
    redisUrl: inject("stores").redisUrl,
  });
  const made: [string, string][] = [];

  const publish = async (hash: string, markedAt: string, part: string, id: string, entry: unknown) => {
    await redis.redis.hset(hash, id, JSON.stringify(entry));
    await redis.redis.set(markedAt, new Date().toISOString());
    await redis.redis.publish(snapshotChannel, JSON.stringify({ part, fields: [id] }));
    made.push([hash, id]);
  };

  const world = {
    store,
    redis: redis.redis,
    demo,
    url,
    gateway,
    key,
    workspaceId,
    openai: (apiKey: string = key.key) => new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0 }),
    /** Waits until the gateway knows the route: it is what comes last. */
    async known(name: string, credential: string = key.key) {
      await eventually(async () => {
        const reply = await fetch(`${url}/v1/models/${name}`, {
          headers: { authorization: `Bearer ${credential}` },
        });
        if (reply.status !== 200) throw new Error(`${name} is not known yet: ${reply.status}`);
      });
    },
    async provider(partial: Partials<PublishedProvider> & { credential?: string | null } = {}) {
      const { credential = "demo-secret-key-4711", ...more } = partial;
      const id = more.id ?? randomUUID();
      const provider: PublishedProvider = {
        workspaceId,
        id,
        name: `demo-${id.slice(0, 8)}`,
        kind: "demonstration",
        dialect: "openai",
        baseUrl: demo.openaiUrl,
        priceProvider: "openai",
        credentialSealed:
          credential === null ? null : seal(testSecretKey, workspaceId, sealedToProvider(id), credential),
        headersSealed: null,
        azure: null,
        enabled: true,
        revision: 1,
        ...more,
      };
      await publish(publishedProvidersHash, publishedProvidersAt, providersPart, id, provider);
      return provider;
    },
    async route(
      name: string,
      targets: (Partial<PublishedRoute["targets"][number]> & { providerId: string })[],
      partial: Partials<PublishedRoute> = {},
    ) {
      const route: PublishedRoute = {
        workspaceId,
        id: randomUUID(),
        name,
        enabled: true,
        targets: targets.map((target) => ({
          id: randomUUID(),
          model: "gpt-4o-mini",
          weight: 100,
          tier: 0,
          parameters: {},
          ...target,
        })),
        fallbackOn: ["rate_limit", "server_error", "timeout", "connection"],
        retries: { attempts: 0, backoffMs: 10, backoffMsMax: 100 },
        timeouts: { firstTokenMs: 5_000, totalMs: 10_000 },
        breaker: { failures: 100, windowMs: 10_000, openMs: 10_000 },
        cache: { mode: "off", ttlSeconds: 60 },
        guardrails: { request: [], response: [] },
        logBodies: true,
        revision: 1,
        ...partial,
      };
      await publish(publishedRoutesHash, publishedRoutesAt, routesPart, route.id, route);
      if (route.enabled) await world.known(name);
      return route;
    },
    prompt: (entry: PublishedPrompt) =>
      publish(publishedPromptsHash, publishedPromptsAt, promptsPart, entry.id, entry),
    limits: (entry: PublishedLimits) =>
      publish(publishedLimitsHash, publishedLimitsAt, limitsPart, entry.workspaceId, entry),
    post: (path: string, body: unknown, headers: Record<string, string> = {}, credential: string = key.key) =>
      fetch(`${url}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${credential}`, ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    /** What was recorded of a route's calls, oldest first, once there are so many. */
    async recorded(route: string, count: number): Promise<RecordedCall[]> {
      let rows: RecordedCall[] = [];
      await eventually(async () => {
        rows = await store.telemetry.administer({
          name: "test",
          sql: `SELECT route, provider, model, status, error_type, cache, estimated, prompt_name, prompt_version,
                  CAST((usage_names, usage_values), 'Map(String, Float64)') AS usage, toString(cost) AS cost,
                  output_text, input_text, user, session
                FROM llm_spans WHERE workspace_id = {ws:UUID} AND route = {route:String} ORDER BY time`,
          params: { ws: workspaceId, route },
          row: z.looseObject({}) as unknown as z.ZodType<RecordedCall>,
        });
        if (rows.length < count) throw new Error(`${rows.length} of ${count} recorded`);
      }, 15_000);
      return rows;
    },
    async close() {
      await gateway.close();
      await demo.close();
      for (const [hash, id] of made) await redis.redis.hdel(hash, id);
      await redis.redis.hdel(publishedKeysHash, key.hash);
      redis.close();
      await store.drop();
    },
  };
  return world;
}

export type LlmWorld = Awaited<ReturnType<typeof startLlmWorld>>;
