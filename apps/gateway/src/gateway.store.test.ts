import { gzipSync } from "node:zlib";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import {
  keyLimits,
  keysLastUsedHash,
  publishedKeysHash,
  snapshotChannel,
} from "@triops/domains/api-keys/schemas";
import { ingestHealth } from "@triops/telemetry/metrics/ingest-health";
import { listMetrics } from "@triops/telemetry/metrics/list";
import { rangeQuery } from "@triops/telemetry/metrics/range";
import { decode, encode } from "@triops/telemetry/otlp/schema.testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { eventually, publishTestKey } from "./testing.ts";
import { gauge, nowNanos, protobuf, request, startWorld, type World } from "./world.testing.ts";

let world: World;
let { store, redis, gateway, key, post, countSamples } = {} as World;
beforeAll(async () => {
  world = await startWorld();
  ({ store, redis, gateway, key, post, countSamples } = world);
});
afterAll(() => world.close());

describe("OTLP metrics", () => {
  it("takes the OpenTelemetry SDK's own exporter unchanged", async () => {
    const exporter = new OTLPMetricExporter({
      url: `${gateway.url}/v1/metrics`,
      headers: { authorization: `Bearer ${key.key}` },
    });
    const provider = new MeterProvider({
      resource: resourceFromAttributes({ "service.name": "sdk-test", "host.name": "h1" }),
      readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 600_000 })],
    });
    const meter = provider.getMeter("test");
    meter.createCounter("orders", { unit: "{order}" }).add(3, { region: "eu" });
    meter.createHistogram("checkout.duration", { unit: "s" }).record(0.2);
    meter.createObservableGauge("queue.depth").addCallback((result) => result.observe(7));
    await provider.forceFlush();
    await provider.shutdown();
    const window = { from: new Date(Date.now() - 60_000), to: new Date(Date.now() + 60_000) };
    const listed = await listMetrics(store.telemetry, { workspaceId: key.workspaceId, window });
    const names = listed.data.map((metric) => metric.metric);
    expect(names).toEqual(
      expect.arrayContaining([
        "orders_total",
        "checkout_duration_seconds_bucket",
        "checkout_duration_seconds_count",
        "queue_depth",
      ]),
    );
    const result = await rangeQuery(store.telemetry, {
      workspaceId: key.workspaceId,
      metric: "orders_total",
      filters: [{ label: "job", op: "=", value: "sdk-test" }],
      groupBy: ["region", "host_name"],
      aggregate: "max",
      ...window,
      stepMs: 60_000,
    });
    expect(result.groups[0]?.labels).toEqual({ region: "eu", host_name: "h1" });
    expect(result.groups[0]?.values.filter((value) => value !== null)).toEqual([3]);
  });

  it("answers in the request's own type, empty on full success", async () => {
    const asJson = await post({ json: request(gauge("reply.json", 1)) });
    expect([asJson.status, asJson.headers.get("content-type"), await asJson.text()]).toEqual([
      200,
      "application/json",
      "{}",
    ]);
    const asProtobuf = await post({
      body: encode("MetricsData", request(gauge("reply.protobuf", 1))),
      headers: protobuf,
    });
    expect([
      asProtobuf.status,
      asProtobuf.headers.get("content-type"),
      (await asProtobuf.arrayBuffer()).byteLength,
    ]).toEqual([200, "application/x-protobuf", 0]);
    expect(await countSamples("reply_protobuf")).toBe(1);
    expect((await post({ body: new Uint8Array(), headers: protobuf })).status).toBe(200);
  });

  it("takes gzip", async () => {
    const body = gzipSync(encode("MetricsData", request(gauge("zipped", 1))));
    expect((await post({ body, headers: { ...protobuf, "content-encoding": "gzip" } })).status).toBe(200);
    expect(await countSamples("zipped")).toBe(1);
  });

  it("says in a partial success what it did not take and why", async () => {
    const json = request(
      gauge("partly", 1),
      gauge("partly", 2, {}, 3_600_000),
      gauge("partly", 3, {}, -40 * 86_400_000),
    );
    const asJson = await post({ json });
    expect(asJson.status).toBe(200);
    const { partialSuccess } = (await asJson.json()) as {
      partialSuccess: { rejectedDataPoints: string; errorMessage: string };
    };
    expect(partialSuccess.rejectedDataPoints).toBe("2");
    expect(partialSuccess.errorMessage).toContain("too_far_ahead");
    const asProtobuf = await post({ body: encode("MetricsData", json), headers: protobuf });
    const reply = decode("ExportServiceResponse", new Uint8Array(await asProtobuf.arrayBuffer()));
    expect(reply).toMatchObject({ partialSuccess: { rejected: 2 } });
    await eventually(async () => {
      const letters = await store.telemetry.administer({
        name: "test",
        sql: "SELECT reason FROM dead_letters WHERE workspace_id = {ws:UUID}",
        params: { ws: key.workspaceId },
        row: z.object({ reason: z.string() }),
      });
      expect(letters.map((letter) => letter.reason)).toEqual(
        expect.arrayContaining(["too_far_ahead", "too_old"]),
      );
      const window = { from: new Date(Date.now() - 3_600_000), to: new Date(Date.now() + 60_000) };
      const health = await ingestHealth(store.telemetry, { workspaceId: key.workspaceId, window });
      expect(health.totals.find((total) => total.reason === "too_old")?.count).toBe(2);
      expect(health.totals.find((total) => total.outcome === "accepted")?.count).toBeGreaterThan(1);
    }, 15_000);
  });

  it("refuses new series above the workspace's limit and too many labels, and keeps the known ones", async () => {
    const small = await publishTestKey(redis.redis, {
      limits: { ...keyLimits, seriesMax: 2, labelsPerSeriesMax: 2 },
    });
    await eventually(async () => {
      expect((await post({ json: {}, credential: small.key })).status).toBe(200);
    });
    const send = async (...metrics: object[]) => {
      const reply = await post({ json: request(...metrics), credential: small.key });
      return (
        ((await reply.json()) as { partialSuccess?: { errorMessage: string } }).partialSuccess
          ?.errorMessage ?? ""
      );
    };
    expect(await send(gauge("a", 1), gauge("b", 1))).toBe("");
    expect(await send(gauge("c", 1), gauge("a", 2, {}, 5))).toContain("series_limit");
    expect(await countSamples("a", small.workspaceId)).toBe(2);
    expect(await countSamples("c", small.workspaceId)).toBe(0);
    expect(await send(gauge("a", 1, { x: "1", y: "2", z: "3" }))).toContain("labels_limit");
    await redis.redis.hdel(publishedKeysHash, small.hash);
  });

  it("stores an exponential histogram as Prometheus counts its buckets", async () => {
    const dataPoint = {
      timeUnixNano: nowNanos(),
      count: "6",
      sum: 9,
      scale: 1,
      zeroCount: "1",
      positive: { offset: 2, bucketCounts: ["2", "0", "3"] },
    };
    const metric = {
      name: "native",
      exponentialHistogram: { aggregationTemporality: 2, dataPoints: [dataPoint] },
    };
    expect((await post({ json: request(metric) })).status).toBe(200);
    const rows = await store.telemetry.administer({
      name: "test",
      sql: `SELECT schema, zero_count, count, sum, positive_indexes, positive_counts, isNaN(min) AS no_min
            FROM metric_histograms WHERE metric = 'native'`,
      row: z.unknown(),
    });
    const buckets = { positive_indexes: [3, 5], positive_counts: [2, 3] };
    expect(rows).toEqual([{ schema: 1, zero_count: 1, count: 6, sum: 9, ...buckets, no_min: 1 }]);
  });

  it("counts a sample that was sent twice once, after merging", async () => {
    const json = request(gauge("twice", 1));
    await post({ json });
    await post({ json });
    await store.telemetry.command({ name: "test", sql: "OPTIMIZE TABLE metric_samples FINAL" });
    expect(await countSamples("twice")).toBe(1);
  });

  it("stores what many requests bring at once, each answered when it is stored", async () => {
    const replies = await Promise.all(
      Array.from({ length: 60 }, (_, i) => post({ json: request(gauge("many", i, { i: String(i) })) })),
    );
    expect(new Set(replies.map((reply) => reply.status))).toEqual(new Set([200]));
    expect(await countSamples("many")).toBe(60);
  });
});

describe("OTLP traces", () => {
  it("stores spans and refuses those without ids", async () => {
    const span = (traceId: string) => ({
      traceId,
      spanId: "00f067aa0ba902b7",
      name: "GET /",
      kind: 2,
      startTimeUnixNano: nowNanos(-5),
      endTimeUnixNano: nowNanos(),
      status: { code: 2, message: "boom" },
      events: [{ timeUnixNano: nowNanos(), name: "exception" }],
    });
    const resource = { attributes: [{ key: "service.name", value: { stringValue: "shop" } }] };
    const json = {
      resourceSpans: [
        { resource, scopeSpans: [{ spans: [span("4bf92f3577b34da6a3ce929d0e0e4736"), span("")] }] },
      ],
    };
    const reply = await post({ path: "/v1/traces", json });
    expect(await reply.json()).toMatchObject({ partialSuccess: { rejectedSpans: "1" } });
    const rows = await store.telemetry.administer({
      name: "test",
      sql: "SELECT service, name, kind, status, trace_id, event_names FROM spans WHERE workspace_id = {ws:UUID}",
      params: { ws: key.workspaceId },
      row: z.unknown(),
    });
    expect(rows).toEqual([
      {
        service: "shop",
        name: "GET /",
        kind: "server",
        status: "error",
        trace_id: "4bf92f3577b34da6a3ce929d0e0e4736",
        event_names: ["exception"],
      },
    ]);
  });
});

describe("keys", () => {
  it("401 without a key, with an unknown one, and 403 without the scope, in the request's own type", async () => {
    const missing = await post({ json: {}, credential: null });
    expect([missing.status, await missing.json()]).toEqual([401, { code: 16, message: expect.any(String) }]);
    expect((await post({ json: {}, credential: "tri_nonsense" })).status).toBe(401);
    const reader = await publishTestKey(redis.redis, { scopes: ["read"] });
    await eventually(async () => {
      const refused = await post({ body: new Uint8Array(), headers: protobuf, credential: reader.key });
      expect(refused.status).toBe(403);
      expect(decode("RpcStatus", new Uint8Array(await refused.arrayBuffer()))).toMatchObject({ code: 7 });
    });
    await redis.redis.hdel(publishedKeysHash, reader.hash);
  });

  it("takes the key as Bearer, as Basic password and as X-Triops-Key", async () => {
    const basic = `Basic ${Buffer.from(`anyone:${key.key}`).toString("base64")}`;
    const ways: Record<string, string>[] = [{ authorization: basic }, { "x-triops-key": key.key }];
    for (const headers of ways) {
      expect((await post({ json: {}, headers, credential: null })).status).toBe(200);
    }
  });

  it("401 as soon as a key is revoked or has expired", async () => {
    const brief = await publishTestKey(redis.redis);
    await eventually(async () => {
      expect((await post({ json: {}, credential: brief.key })).status).toBe(200);
    });
    await redis.redis.hdel(publishedKeysHash, brief.hash);
    await redis.redis.publish(snapshotChannel, JSON.stringify({ part: "keys", fields: [brief.hash] }));
    await eventually(async () => {
      expect((await post({ json: {}, credential: brief.key })).status).toBe(401);
    });
    const expired = await publishTestKey(redis.redis, {
      expiresAt: new Date(Date.now() - 1_000).toISOString(),
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await post({ json: {}, credential: expired.key })).status).toBe(401);
    await redis.redis.hdel(publishedKeysHash, expired.hash);
  });

  it("notes when a key was last used", async () => {
    await eventually(async () => {
      const at = await redis.redis.hget(keysLastUsedHash, key.keyId);
      expect(Date.now() - Date.parse(at ?? "")).toBeLessThan(120_000);
    });
  });
});
describe("health and metrics", () => {
  it("names each dependency and the process", async () => {
    const reply = await fetch(`${gateway.url}/health`);
    expect(reply.status).toBe(200);
    expect(await reply.json()).toMatchObject({
      status: "ok",
      checks: { clickhouse: { status: "up" }, redis: { status: "up" }, keys: { status: "up" } },
      process: { uptimeSeconds: expect.any(Number), eventLoop: { lagMsMean: expect.any(Number) } },
    });
  });

  it("speaks Prometheus' text format", async () => {
    const text = await (await fetch(`${gateway.url}/metrics`)).text();
    expect(text).toMatch(/^triops_gateway_requests_total\{signal="metrics",status="200"\} \d+$/m);
    expect(text).toContain("# TYPE triops_gateway_pending_rows gauge");
  });
});
