import { createHash } from "node:crypto";
import { keyLimits, publishedKeysHash } from "@triops/domains/api-keys/schemas";
import { ingestHealth } from "@triops/telemetry/metrics/ingest-health";
import {
  encodeVersion1,
  encodeVersion2,
  type TestMetadata,
  type TestSeries,
} from "@triops/telemetry/remote-write/request.testing";
import { compress } from "@triops/telemetry/remote-write/snappy.testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { eventually, publishTestKey } from "./testing.ts";
import { startWorld, type World } from "./world.testing.ts";

let world: World;
let { store, redis, key, post, countSamples } = {} as World;
beforeAll(async () => {
  world = await startWorld();
  ({ store, redis, key, post, countSamples } = world);
});
afterAll(() => world.close());

const types = {
  1: "application/x-protobuf",
  2: "application/x-protobuf;proto=io.prometheus.write.v2.Request",
};
const path = "/api/v1/write";
const headers = (version: 1 | 2) => ({ "content-type": types[version], "content-encoding": "snappy" });

const write = (
  version: 1 | 2,
  series: readonly TestSeries[],
  { credential = key.key, metadata = [] }: { credential?: string; metadata?: TestMetadata[] } = {},
) => {
  const message = version === 1 ? encodeVersion1(series, metadata) : encodeVersion2(series);
  return post({ path, body: compress(message), headers: headers(version), credential });
};

const one = (metric: string, extra: Record<string, string> = {}, offsetMs = 0, value = 1): TestSeries => ({
  labels: [["__name__", metric], ...Object.entries(extra)],
  samples: [{ value, timestamp: Date.now() + offsetMs }],
});

const written = (reply: Response) =>
  ["samples", "histograms", "exemplars"].map((what) =>
    reply.headers.get(`x-prometheus-remote-write-${what}-written`),
  );

const seriesOf = (metric: string) =>
  store.telemetry.administer({
    name: "test",
    sql: `SELECT any(kind) AS kind, any(family) AS family, any(description) AS description, any(labels) AS labels
          FROM metric_series WHERE metric = {metric:String} GROUP BY series_id`,
    params: { metric },
    row: z.unknown(),
  });

describe.each([1, 2] as const)("remote_write %i", (version) => {
  it("204 with an empty body once everything is stored", async () => {
    const metric = `stored_${version}_total`;
    const reply = await write(version, [one(metric, { job: "a" }), one(metric, { job: "b" })]);
    expect([reply.status, await reply.text(), await countSamples(metric)]).toEqual([204, "", 2]);
    expect(written(reply)).toEqual(version === 2 ? ["2", "0", "0"] : [null, null, null]);
    expect(await seriesOf(metric)).toEqual(
      expect.arrayContaining([{ kind: "counter", family: metric, description: "", labels: { job: "a" } }]),
    );
    expect((await write(version, [])).status).toBe(204);
  });

  it("400 with a readable text when a part is invalid; the valid part is stored", async () => {
    const metric = `partly_${version}`;
    const reply = await write(version, [
      one(metric),
      one(metric, { "": "x" }),
      one(metric, { job: "future" }, 3_600_000),
    ]);
    expect([reply.status, await countSamples(metric)]).toEqual([400, 1]);
    const text = await reply.text();
    expect(text).toContain("1 with an empty label name or value (label_empty");
    expect(text).toContain("too_far_ahead");
    expect(reply.headers.get("content-type")).toMatch(/^text\/plain/);
    expect(written(reply)).toEqual(version === 2 ? ["1", "0", "0"] : [null, null, null]);
  });

  it("takes samples that come late, out of order or twice", async () => {
    const metric = `unordered_${version}`;
    const sent = [one(metric, {}, -5_000), one(metric, {}, -3_600_000), one(metric, {}, -60_000)];
    for (const part of [sent, sent.toReversed()]) expect((await write(version, part)).status).toBe(204);
    await store.telemetry.command({ name: "test", sql: "OPTIMIZE TABLE metric_samples FINAL" });
    expect(await countSamples(metric)).toBe(3);
  });

  it("stores a stale marker bit for bit", async () => {
    const metric = `stale_${version}`;
    const message =
      version === 1
        ? encodeVersion1([one(metric, {}, 0, 123.5)])
        : encodeVersion2([one(metric, {}, 0, 123.5)]);
    const value = Buffer.alloc(8);
    value.writeDoubleLE(123.5);
    message.writeBigUInt64LE(0x7ff0000000000002n, message.indexOf(value));
    expect((await post({ path, body: compress(message), headers: headers(version) })).status).toBe(204);
    const rows = await store.telemetry.administer({
      name: "test",
      sql: "SELECT hex(reinterpretAsUInt64(value)) AS bits FROM metric_samples WHERE metric = {metric:String}",
      params: { metric },
      row: z.unknown(),
    });
    expect(rows).toEqual([{ bits: "7FF0000000000002" }]);
  });

  it("stores native histograms", async () => {
    const metric = `native_${version}`;
    const histogram = {
      countInt: 6,
      sum: 9,
      schema: 1,
      timestamp: Date.now(),
      positiveSpans: [{ offset: 1, length: 2 }],
      positiveDeltas: [2, 2],
    };
    const reply = await write(version, [{ labels: [["__name__", metric]], histograms: [histogram] }]);
    expect([reply.status, ...written(reply)]).toEqual(
      version === 2 ? [204, "0", "1", "0"] : [204, null, null, null],
    );
    const rows = await store.telemetry.administer({
      name: "test",
      sql: "SELECT schema, count, positive_indexes, positive_counts FROM metric_histograms WHERE metric = {metric:String}",
      params: { metric },
      row: z.unknown(),
    });
    expect(rows).toEqual([{ schema: 1, count: 6, positive_indexes: [1, 2], positive_counts: [2, 4] }]);
  });

  it("400 and nothing stored for bytes that are no request, and nothing worse for any bytes", async () => {
    const message = version === 1 ? encodeVersion1([one("cut")]) : encodeVersion2([one("cut")]);
    const whole = compress(message);
    const junk = Array.from({ length: 40 }, (_, i) => createHash("sha512").update(`${version}${i}`).digest());
    const bodies = [
      compress(message.subarray(0, message.length - 1)),
      whole.subarray(0, whole.length - 1),
      ...junk,
      ...junk.map(compress),
    ];
    const statuses = await Promise.all(
      bodies.map((body) => post({ path, body, headers: headers(version) }).then((reply) => reply.status)),
    );
    expect(statuses.slice(0, 2)).toEqual([400, 400]);
    expect([...new Set(statuses)].toSorted()).toEqual([400]);
    expect(await countSamples("cut")).toBe(0);
  });
});

describe("remote_write", () => {
  it("keeps what version 1 says about a family with the family's series", async () => {
    const described = { type: 3, metricFamilyName: "said_seconds", help: "How long it took" };
    expect((await write(1, [], { metadata: [described] })).status).toBe(204);
    expect((await write(1, [one("said_seconds_bucket", { le: "1" })])).status).toBe(204);
    expect(await seriesOf("said_seconds_bucket")).toEqual([
      { kind: "histogram", family: "said_seconds", description: "How long it took", labels: { le: "1" } },
    ]);
  });

  it("both versions and OTLP mean the same series by the same labels", async () => {
    await write(1, [one("shared", { job: "x" })]);
    await write(2, [one("shared", { job: "x" })]);
    expect(await seriesOf("shared")).toHaveLength(1);
  });

  it("exemplars: version 1 is not bothered with them, version 2 hears that they are not kept", async () => {
    const sent = [{ ...one("exemplary"), exemplars: 2 }];
    expect((await write(1, sent)).status).toBe(204);
    const reply = await write(2, sent);
    expect([reply.status, ...written(reply)]).toEqual([400, "1", "0", "0"]);
    expect(await reply.text()).toContain("send_exemplars");
  });

  it("counts what it refused by reason and keeps a sample of it", async () => {
    const own = await publishTestKey(redis.redis);
    await eventually(async () => {
      expect((await write(1, [], { credential: own.key })).status).toBe(204);
    });
    await write(1, [one("ok"), { ...one("wrong"), labels: [["job", "x"]] }], { credential: own.key });
    await eventually(async () => {
      const window = { from: new Date(Date.now() - 3_600_000), to: new Date(Date.now() + 60_000) };
      const health = await ingestHealth(store.telemetry, { workspaceId: own.workspaceId, window });
      const totals = health.totals.map(({ outcome, reason, count }) => [outcome, reason, count]);
      expect(totals).toEqual(
        expect.arrayContaining([
          ["accepted", "", 1],
          ["rejected", "no_name", 1],
        ]),
      );
      const letters = await store.telemetry.administer({
        name: "test",
        sql: "SELECT reason, detail FROM dead_letters WHERE workspace_id = {ws:UUID}",
        params: { ws: own.workspaceId },
        row: z.unknown(),
      });
      expect(letters).toEqual([{ reason: "no_name", detail: "job=x" }]);
    }, 15_000);
    expect(await countSamples("ok", own.workspaceId)).toBe(1);
    expect(await countSamples("ok")).toBe(0);
    await redis.redis.hdel(publishedKeysHash, own.hash);
  });

  it("refuses new series above the workspace's limit with 400 and keeps the known ones", async () => {
    const small = await publishTestKey(redis.redis, {
      limits: { ...keyLimits, seriesMax: 1, labelsPerSeriesMax: 2 },
    });
    const credential = small.key;
    await eventually(async () => {
      expect((await write(1, [one("first")], { credential })).status).toBe(204);
    });
    const reply = await write(1, [one("second"), one("first", {}, 1)], { credential });
    expect([reply.status, await reply.text()]).toEqual([400, expect.stringContaining("series_limit")]);
    expect(await countSamples("second", small.workspaceId)).toBe(0);
    expect(await countSamples("first", small.workspaceId)).toBeGreaterThan(1);
    await redis.redis.hdel(publishedKeysHash, small.hash);
  });

  it("415 for another content type, another message, and every encoding but snappy", async () => {
    const body = compress(encodeVersion1([one("typed")]));
    for (const type of ["application/json", "text/plain", "application/x-protobuf;proto=other.Request"]) {
      expect((await post({ path, body, headers: { ...headers(1), "content-type": type } })).status).toBe(415);
    }
    for (const encoding of ["gzip", "br", "identity", "snappy, snappy"]) {
      const reply = await post({ path, body, headers: { ...headers(2), "content-encoding": encoding } });
      expect([reply.status, ...written(reply)]).toEqual([415, "0", "0", "0"]);
    }
    const named = { ...headers(1), "content-type": "application/x-protobuf; proto=prometheus.WriteRequest" };
    expect((await post({ path, body, headers: named })).status).toBe(204);
  });

  it("413 for what claims more than 20 MiB, before anything is decompressed", async () => {
    const claim = Buffer.concat([Buffer.from([0xff, 0xff, 0xff, 0x0f]), Buffer.alloc(2 ** 21)]);
    const reply = await post({ path, body: claim, headers: headers(2) });
    expect([reply.status, ...written(reply)]).toEqual([413, "0", "0", "0"]);
    expect(await reply.text()).toContain("20 MiB");
  });

  it("401 without a key and 403 without the scope, with the counts that version 2 wants", async () => {
    const body = compress(encodeVersion2([one("secret")]));
    const missing = await post({ path, body, headers: headers(2), credential: null });
    expect([missing.status, ...written(missing)]).toEqual([401, "0", "0", "0"]);
    expect(await missing.text()).toContain("API key");
    const reader = await publishTestKey(redis.redis, { scopes: ["read"] });
    await eventually(async () => {
      expect((await write(1, [one("secret")], { credential: reader.key })).status).toBe(403);
    });
    expect(await countSamples("secret", reader.workspaceId)).toBe(0);
    await redis.redis.hdel(publishedKeysHash, reader.hash);
  });
});
