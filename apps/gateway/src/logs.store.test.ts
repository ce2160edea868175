import { gzipSync } from "node:zlib";
import { OTLPLogExporter } from "@opentelemetry/exporter-logs-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchLogRecordProcessor, LoggerProvider } from "@opentelemetry/sdk-logs";
import { findLog } from "@triops/telemetry/logs/detail";
import { searchLogs } from "@triops/telemetry/logs/search";
import { decode, encode } from "@triops/telemetry/otlp/schema.testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { eventually, publishTestKey } from "./testing.ts";
import { nowNanos, protobuf, startWorld, type World } from "./world.testing.ts";

let world: World;
let { store, redis, gateway, key, post } = {} as World;
beforeAll(async () => {
  world = await startWorld();
  ({ store, redis, gateway, key, post } = world);
});
afterAll(() => world.close());

const path = "/v1/logs";
const record = (body: string, offsetMs = 0, more: object = {}) => ({
  timeUnixNano: nowNanos(offsetMs),
  severityNumber: 9,
  body: { stringValue: body },
  ...more,
});
const request = (service: string, ...logRecords: object[]) => ({
  resourceLogs: [
    {
      resource: { attributes: [{ key: "service.name", value: { stringValue: service } }] },
      scopeLogs: [{ scope: { name: "test" }, logRecords }],
    },
  ],
});
const window = () => ({ from: new Date(Date.now() - 3_600_000), to: new Date(Date.now() + 3_600_000) });
const found = async (service: string, workspaceId = key.workspaceId) =>
  (
    await searchLogs(store.telemetry, {
      workspaceId,
      window: window(),
      filter: { kind: "compare", field: { kind: "column", name: "service" }, op: "=", value: service },
    })
  ).data;

describe("OTLP logs", () => {
  it("takes the OpenTelemetry SDK's own exporter unchanged", async () => {
    const exporter = new OTLPLogExporter({
      url: `${gateway.url}${path}`,
      headers: { authorization: `Bearer ${key.key}` },
    });
    const provider = new LoggerProvider({
      resource: resourceFromAttributes({ "service.name": "sdk", "host.name": "h1" }),
      processors: [new BatchLogRecordProcessor({ exporter })],
    });
    provider.getLogger("test", "1.2").emit({
      severityNumber: 17,
      severityText: "ERROR",
      body: "card 17 declined",
      attributes: { user: "42", "session.id": "s-1", nested: { a: [1, true] } },
    });
    await provider.forceFlush();
    await provider.shutdown();
    const [line] = await found("sdk");
    expect(line).toMatchObject({ body: "card 17 declined", level: "error" });
    expect(line?.templateId).toMatch(/^[0-9a-f]{16}$/);
    const detail = await findLog(store.telemetry, {
      workspaceId: key.workspaceId,
      at: `${line?.timeNs}-${line?.id}`,
    });
    expect(detail).toMatchObject({
      severityNumber: 17,
      severityText: "ERROR",
      sessionId: "s-1",
      scopeName: "test",
      scopeVersion: "1.2",
      attributes: { user: "42", nested: '{"a":[1,true]}' },
      resource: { "service.name": "sdk", "host.name": "h1" },
    });
  });

  it("answers in the request's own type, empty on full success, and takes gzip", async () => {
    const asJson = await post({ path, json: request("json", record("one")) });
    expect([asJson.status, asJson.headers.get("content-type"), await asJson.text()]).toEqual([
      200,
      "application/json",
      "{}",
    ]);
    const body = gzipSync(encode("LogsData", request("zipped", record("two"))));
    const zipped = await post({ path, body, headers: { ...protobuf, "content-encoding": "gzip" } });
    expect([zipped.status, (await zipped.arrayBuffer()).byteLength]).toEqual([200, 0]);
    expect(await found("json")).toHaveLength(1);
    expect(await found("zipped")).toHaveLength(1);
    expect((await post({ path, body: new Uint8Array(), headers: protobuf })).status).toBe(200);
  });

  it("says in a partial success what it did not take and why", async () => {
    const json = request(
      "partly",
      record("kept"),
      record("future", 3_600_000),
      record("ancient", -40 * 86_400_000),
      record("x".repeat(1_000_001)),
    );
    const asJson = await post({ path, json });
    const { partialSuccess } = (await asJson.json()) as {
      partialSuccess: { rejectedLogRecords: string; errorMessage: string };
    };
    expect([asJson.status, partialSuccess.rejectedLogRecords]).toEqual([200, "3"]);
    for (const reason of ["too_far_ahead", "too_old", "body_length"])
      expect(partialSuccess.errorMessage).toContain(reason);
    const asProtobuf = await post({ path, body: encode("LogsData", json), headers: protobuf });
    const reply = decode("ExportServiceResponse", new Uint8Array(await asProtobuf.arrayBuffer()));
    expect(reply).toMatchObject({ partialSuccess: { rejected: 3 } });
    await eventually(async () => {
      const letters = await store.telemetry.administer({
        name: "test",
        sql: "SELECT reason FROM dead_letters WHERE workspace_id = {ws:UUID} AND signal = 'logs'",
        params: { ws: key.workspaceId },
        row: z.object({ reason: z.string() }),
      });
      expect(letters.map((letter) => letter.reason)).toEqual(
        expect.arrayContaining(["too_far_ahead", "too_old", "body_length"]),
      );
    }, 15_000);
  });

  it("stores a batch that is sent again once, and lines that were logged twice twice", async () => {
    const same = record("said twice");
    const json = request("again", same, same);
    for (let i = 0; i < 2; i++) expect((await post({ path, json })).status).toBe(200);
    expect(await found("again")).toHaveLength(2);
  });

  it("gives lines of one message one template", async () => {
    const words = ["ann", "bob", "cyd", "dan", "eve", "fay"];
    const records = words.map((name, i) => record(`user ${name} signed in from 10.0.0.${i}`));
    await post({ path, json: request("mined", ...records, record("cache is cold")) });
    await post({ path, json: request("mined", ...records.slice(2).map((each) => ({ ...each, flags: 1 }))) });
    const lines = (await found("mined")).filter((line) => line.body.startsWith("user fay"));
    expect(new Set(lines.map((line) => line.templateId)).size).toBe(1);
  });

  it("keeps workspaces apart and refuses keys as every ingest endpoint does", async () => {
    const stranger = await publishTestKey(redis.redis);
    const reader = await publishTestKey(redis.redis, { scopes: ["read"] });
    await eventually(async () => {
      const sent = await post({ path, json: request("theirs", record("x")), credential: stranger.key });
      expect(sent.status).toBe(200);
      expect((await post({ path, json: {}, credential: reader.key })).status).toBe(403);
    });
    expect(await found("theirs")).toEqual([]);
    expect((await found("theirs", stranger.workspaceId)).length).toBeGreaterThan(0);
    expect((await post({ path, json: {}, credential: null })).status).toBe(401);
    expect((await post({ path, json: {}, credential: "tri_nonsense" })).status).toBe(401);
  });

  it("400, 413 and 415 with google.rpc.Status for what it cannot take", async () => {
    const cut = encode("LogsData", request("cut", record("x"))).subarray(0, 9);
    const broken = await post({ path, body: cut, headers: protobuf });
    expect(broken.status).toBe(400);
    expect(decode("RpcStatus", new Uint8Array(await broken.arrayBuffer()))).toMatchObject({ code: 3 });
    expect((await post({ path, json: { resourceLogs: 7 } })).status).toBe(400);
    expect((await post({ path, body: "x", headers: { "content-type": "text/plain" } })).status).toBe(415);
    expect((await post({ path, body: "x", headers: { "content-encoding": "br" } })).status).toBe(415);
    const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024));
    const refused = await post({ path, body: bomb, headers: { ...protobuf, "content-encoding": "gzip" } });
    expect(refused.status).toBe(413);
  });

  it("only 2xx and 4xx for altered bytes", async () => {
    const good = encode("LogsData", request("fuzz", record("some text", 0, { traceId: "", spanId: "" })));
    for (let i = 0; i < 80; i++) {
      const bytes = Buffer.from(good);
      bytes[(i * 7) % bytes.length] = (i * 31) & 255;
      const body = i % 8 === 0 ? gzipSync(bytes).subarray(0, 20) : bytes;
      const headers = { ...protobuf, ...(i % 8 === 0 ? { "content-encoding": "gzip" } : {}) };
      const { status } = await post({ path, body, headers });
      expect(status === 200 || (status >= 400 && status < 500)).toBe(true);
    }
  });
});
