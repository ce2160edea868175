import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { decode, encode } from "@triops/telemetry/otlp/schema.testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gauge, protobuf, request, startWorld, type World } from "./world.testing.ts";

let world: World;
let { post } = {} as World;
beforeAll(async () => {
  world = await startWorld();
  ({ post } = world);
});
afterAll(() => world.close());

describe("bad input", () => {
  const junk = (seed: number, length: number) => {
    const bytes = Buffer.alloc(length);
    for (let at = 0; at < length; at += 32)
      createHash("sha256").update(`${seed}:${at}`).digest().copy(bytes, at);
    return bytes;
  };

  it("400 for what cannot be decoded, with google.rpc.Status", async () => {
    const broken = await post({ body: "{", headers: {} });
    expect([broken.status, await broken.json()]).toEqual([
      400,
      { code: 3, message: expect.stringContaining("decoded") },
    ]);
    const cut = encode("MetricsData", request(gauge("cut", 1))).subarray(0, 9);
    const asProtobuf = await post({ body: cut, headers: protobuf });
    expect(asProtobuf.status).toBe(400);
    expect(decode("RpcStatus", new Uint8Array(await asProtobuf.arrayBuffer()))).toMatchObject({ code: 3 });
  });

  it("415 for another content type and for Brotli, zstd or chained encodings", async () => {
    expect((await post({ body: "x", headers: { "content-type": "text/plain" } })).status).toBe(415);
    for (const encoding of ["br", "zstd", "deflate", "gzip, gzip"]) {
      expect((await post({ body: "x", headers: { "content-encoding": encoding } })).status).toBe(415);
    }
  });

  it("413 for a bomb in under a second, with flat memory", async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
    const before = process.memoryUsage().rss;
    const started = Date.now();
    const replies = await Promise.all(
      Array.from({ length: 5 }, () =>
        post({ body: bomb, headers: { ...protobuf, "content-encoding": "gzip" } }),
      ),
    );
    expect(replies.map((reply) => reply.status)).toEqual([413, 413, 413, 413, 413]);
    expect(Date.now() - started).toBeLessThan(5_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(250 * 1024 * 1024);
  });

  it("413 for a body beyond 20 MiB", async () => {
    const status = await post({ body: Buffer.alloc(21 * 1024 * 1024), headers: protobuf }).then(
      (reply) => reply.status,
      () => 413, // the answer may come before the body was sent: the connection is then closed
    );
    expect(status).toBe(413);
  });

  it("only 4xx for random bytes in every guise", async () => {
    const good = encode("MetricsData", request(gauge("fuzz", 1)));
    const statuses = new Set<number>();
    for (let i = 0; i < 120; i++) {
      const bytes = i % 3 === 0 ? junk(i, 64 * (i + 1)) : Buffer.from(good);
      if (i % 3 !== 0 && bytes.length > 0) bytes[(i * 7) % bytes.length] = (i * 31) & 255;
      const path = i % 2 === 0 ? "/v1/metrics" : "/v1/traces";
      const type = i % 4 === 0 ? "application/json" : "application/x-protobuf";
      const gzip = i % 5 === 0;
      const body = i % 10 === 0 ? gzipSync(bytes).subarray(0, 20) : bytes;
      const reply = await post({
        path,
        body,
        headers: { "content-type": type, ...(gzip ? { "content-encoding": "gzip" } : {}) },
      });
      statuses.add(reply.status);
    }
    for (const status of statuses) expect(status === 200 || (status >= 400 && status < 500)).toBe(true);
    expect(statuses.has(400)).toBe(true);
  });

  it("404 with a reason for another path", async () => {
    const reply = await post({ path: "/v1/nothing", json: {} });
    expect([reply.status, await reply.json()]).toEqual([
      404,
      { code: 12, message: expect.stringContaining("/v1/nothing") },
    ]);
  });
});
