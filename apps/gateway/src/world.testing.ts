import { publishedKeysHash } from "@triops/domains/api-keys/schemas";
import { createTestTelemetry, type TestTelemetry } from "@triops/testing/clickhouse";
import { createTestRedis, type TestRedis } from "@triops/testing/redis";
import { inject } from "vitest";
import { z } from "zod";
import { eventually, publishTestKey, startTestGateway, type TestGateway } from "./testing.ts";

export const protobuf = { "content-type": "application/x-protobuf" };

export const nowNanos = (offsetMs = 0) => (BigInt(Date.now() + offsetMs) * 1_000_000n).toString();

/** One gauge with one point, in OTLP/JSON. */
export function gauge(name: string, value: number, attributes: Record<string, string> = {}, offsetMs = 0) {
  const pairs = Object.entries(attributes).map(([k, stringValue]) => ({ key: k, value: { stringValue } }));
  return {
    name,
    gauge: { dataPoints: [{ timeUnixNano: nowNanos(offsetMs), asDouble: value, attributes: pairs }] },
  };
}

export const request = (...metrics: object[]) => ({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] });

export type Post = {
  path?: string;
  json?: object;
  body?: Uint8Array | string;
  headers?: Record<string, string>;
  /** null sends none. */
  credential?: string | null;
};

export type World = {
  store: TestTelemetry;
  redis: TestRedis;
  gateway: TestGateway;
  key: Awaited<ReturnType<typeof publishTestKey>>;
  post(what: Post): Promise<Response>;
  countSamples(metric: string, workspaceId?: string): Promise<number | undefined>;
  close(): Promise<void>;
};

/** A gateway with a ClickHouse database of its own and a key that works. */
export async function startWorld(): Promise<World> {
  const store = await createTestTelemetry();
  const redis = await createTestRedis();
  const key = await publishTestKey(redis.redis);
  const gateway = await startTestGateway({ clickhouseUrl: store.url, redisUrl: inject("stores").redisUrl });
  const post = ({ path = "/v1/metrics", json, body, headers = {}, credential = key.key }: Post) => {
    const authorization: Record<string, string> =
      credential === null ? {} : { authorization: `Bearer ${credential}` };
    return fetch(`${gateway.url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...authorization, ...headers },
      body: (body ?? JSON.stringify(json)) as BodyInit,
    });
  };
  await eventually(async () => {
    if ((await post({ json: {} })).status !== 200) throw new Error("The key does not work yet");
  });
  return {
    store,
    redis,
    gateway,
    key,
    post,
    async countSamples(metric, workspaceId = key.workspaceId) {
      const rows = await store.telemetry.administer({
        name: "test",
        sql: "SELECT count() AS n FROM metric_samples WHERE workspace_id = {ws:UUID} AND metric = {metric:String}",
        params: { ws: workspaceId, metric },
        row: z.object({ n: z.coerce.number() }),
      });
      return rows[0]?.n;
    },
    async close() {
      await gateway.gateway.close();
      await redis.redis.hdel(publishedKeysHash, key.hash);
      redis.close();
      await store.drop();
    },
  };
}
