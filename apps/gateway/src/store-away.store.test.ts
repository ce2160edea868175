import { publishedKeysHash } from "@triops/domains/api-keys/schemas";
import { intakeBytes, intakeStream } from "@triops/domains/intake/schemas";
import { encodeVersion2 } from "@triops/telemetry/remote-write/request.testing";
import { compress } from "@triops/telemetry/remote-write/snappy.testing";
import { createTestTelemetry, type TestTelemetry } from "@triops/testing/clickhouse";
import { createTestRedis, type TestRedis } from "@triops/testing/redis";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { z } from "zod";
import { Door } from "./door.testing.ts";
import { eventually, publishTestKey, startTestGateway, type TestGateway } from "./testing.ts";

let store: TestTelemetry;
let redis: TestRedis;
let clickhouseDoor: Door;
let redisDoor: Door;
let gateway: TestGateway;
let key: Awaited<ReturnType<typeof publishTestKey>>;

beforeAll(async () => {
  store = await createTestTelemetry();
  redis = await createTestRedis();
  key = await publishTestKey(redis.redis);
  clickhouseDoor = new Door(store.url);
  redisDoor = new Door(inject("stores").redisUrl);
  await Promise.all([clickhouseDoor.open(), redisDoor.open()]);
  gateway = await startTestGateway({ clickhouseUrl: clickhouseDoor.url, redisUrl: redisDoor.url });
  await eventually(async () => {
    expect((await send("warm", 0)).status).toBe(200);
  });
});
afterAll(async () => {
  await gateway.gateway.close();
  clickhouseDoor.shut();
  redisDoor.shut();
  await redis.redis.hdel(publishedKeysHash, key.hash);
  redis.close();
  await store.drop();
});

function send(metric: string, value: number, url = gateway.url): Promise<Response> {
  const dataPoint = {
    timeUnixNano: `${Date.now()}000000`,
    asInt: String(value),
    attributes: [{ key: "i", value: { intValue: String(value) } }],
  };
  return fetch(`${url}/v1/metrics`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${key.key}` },
    body: JSON.stringify({
      resourceMetrics: [
        { scopeMetrics: [{ metrics: [{ name: metric, gauge: { dataPoints: [dataPoint] } }] }] },
      ],
    }),
  });
}

async function stored(metric: string): Promise<number[]> {
  const rows = await store.telemetry.administer({
    name: "test",
    sql: "SELECT DISTINCT value FROM metric_samples WHERE metric = {metric:String} ORDER BY value",
    params: { metric },
    row: z.object({ value: z.number() }),
  });
  return rows.map((row) => row.value);
}

describe("a gateway that stops", () => {
  it("finishes what it began: every answer of 200 is stored", async () => {
    const own = await startTestGateway({ clickhouseUrl: store.url, redisUrl: inject("stores").redisUrl });
    const attempts = Array.from({ length: 40 }, (_, i) =>
      send("drained", i, own.url).then(
        (reply) => (reply.status === 200 ? i : null),
        () => null,
      ),
    );
    await new Promise((resolve) => setTimeout(resolve, 15));
    await own.gateway.close();
    const acknowledged = (await Promise.all(attempts)).filter((value) => value !== null);
    expect(await stored("drained")).toEqual(expect.arrayContaining(acknowledged));
  });
});

describe("a store that is away", () => {
  it("ClickHouse: a bounded wait, then 503 with Retry-After, then recovery by itself, and nothing acknowledged is lost", async () => {
    const acknowledged: number[] = [];
    const attempt = async (value: number) => {
      const reply = await send("lost", value);
      if (reply.status === 200) acknowledged.push(value);
      return reply;
    };
    await attempt(1);
    clickhouseDoor.shut();
    const started = Date.now();
    const refused = await attempt(2);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(await refused.json()).toMatchObject({ code: 14 });
    expect(Date.now() - started).toBeLessThan(8_000);
    // Once it is known to be away, nobody waits long.
    const again = Date.now();
    const many = await Promise.all(Array.from({ length: 20 }, (_, i) => attempt(100 + i)));
    expect(new Set(many.map((reply) => reply.status))).toEqual(new Set([503]));
    expect(Date.now() - again).toBeLessThan(4_000);
    await eventually(async () => {
      const health = await fetch(`${gateway.url}/health`);
      expect([health.status, ((await health.json()) as { status: string }).status]).toEqual([503, "down"]);
    });

    await clickhouseDoor.open();
    await eventually(async () => {
      expect((await attempt(3)).status).toBe(200);
    });
    expect(await stored("lost")).toEqual(expect.arrayContaining(acknowledged));
    await eventually(async () => {
      expect((await fetch(`${gateway.url}/health`)).status).toBe(200);
    });
  });

  it("ClickHouse: a request that waited through a short absence is stored", async () => {
    clickhouseDoor.shut();
    setTimeout(() => void clickhouseDoor.open(), 1_000);
    expect((await send("patient", 1)).status).toBe(200);
    expect(await stored("patient")).toEqual([1]);
  });

  it("remote_write hears 503 with Retry-After and counts of nothing, and may send the same again", async () => {
    const labels: [string, string][] = [["__name__", "written_away"]];
    const message = encodeVersion2([{ labels, samples: [{ value: 1, timestamp: Date.now() }] }]);
    const write = () =>
      fetch(`${gateway.url}/api/v1/write`, {
        method: "POST",
        headers: {
          "content-type": "application/x-protobuf;proto=io.prometheus.write.v2.Request",
          "content-encoding": "snappy",
          authorization: `Bearer ${key.key}`,
        },
        body: new Uint8Array(compress(message)),
      });
    const samplesWritten = "x-prometheus-remote-write-samples-written";
    clickhouseDoor.shut();
    const refused = await write();
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "5"]);
    expect([refused.headers.get(samplesWritten), refused.headers.get("content-type")]).toEqual([
      "0",
      "text/plain; charset=utf-8",
    ]);
    await clickhouseDoor.open();
    await eventually(async () => {
      const reply = await write();
      expect([reply.status, reply.headers.get(samplesWritten)]).toEqual([204, "1"]);
    });
    expect(await stored("written_away")).toEqual([1]);
  });

  it("Redis: the last good keys stay in use and health says so", async () => {
    redisDoor.shut();
    await eventually(async () => {
      const health = (await (await fetch(`${gateway.url}/health`)).json()) as {
        status: string;
        checks: { redis: { status: string } };
      };
      expect([health.status, health.checks.redis.status]).toEqual(["degraded", "down"]);
    }, 15_000);
    expect((await send("keyless", 1)).status).toBe(200);
    const alerts = () =>
      fetch(`${gateway.url}/api/v2/alerts`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${key.key}` },
        body: JSON.stringify([{ labels: { alertname: "While Redis is away" } }]),
      });
    const refused = await alerts();
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, expect.any(String)]);
    await redisDoor.open();
    await eventually(async () => {
      expect((await alerts()).status).toBe(200);
    }, 15_000);
    await redis.redis.del(intakeStream("alerts"), intakeBytes("alerts"));
    const fresh = await publishTestKey(redis.redis);
    await eventually(async () => {
      const reply = await fetch(`${gateway.url}/v1/metrics`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${fresh.key}` },
        body: "{}",
      });
      expect(reply.status).toBe(200);
    }, 15_000);
    await redis.redis.hdel(publishedKeysHash, fresh.hash);
  });
});
