import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createEgressPool, type EgressPool, type PoolPolicy, TooLarge } from "./pool.ts";

let server: Server;
let url: string;
let connections = 0;
let answer: RequestListener;
const opened: EgressPool[] = [];

beforeAll(async () => {
  server = createServer((request, response) => answer(request, response));
  server.on("connection", () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1?a=b`;
});
afterEach(async () => {
  connections = 0;
  await Promise.all(opened.splice(0).map((one) => one.close()));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const pool = (policy: PoolPolicy = { allowedCidrs: ["127.0.0.0/8"] }) => {
  const made = createEgressPool(policy);
  opened.push(made);
  return made;
};
type Told = { status: number; text: string };
type Way = (one: EgressPool, signal?: AbortSignal, at?: string) => Promise<Told>;
const asked = (signal = new AbortController().signal, at = url) =>
  ({ url: at, method: "POST", headers: {}, body: "{}", signal }) as const;
const asStream: Way = async (one, signal, at) => {
  const { status, body } = await one.open(asked(signal, at));
  return { status, text: Buffer.concat(await body.toArray()).toString() };
};
const asWhole: Way = async (one, signal, at) => {
  const { status, bytes } = await one.ask(asked(signal, at), () => 1_000);
  return { status, text: bytes.toString() };
};

describe.each([
  ["for streams", asStream],
  ["for whole replies", asWhole],
])("the pooled way out %s", (_name, ask) => {
  it("keeps the connection between calls and passes replies on as they come", async () => {
    answer = (request, response) => {
      response.write(`${request.url} ${request.headers["accept-encoding"]} `);
      setTimeout(() => response.end("end"), 20);
    };
    const one = pool();
    for (let n = 0; n < 6; n++) expect((await ask(one)).text).toBe("/v1?a=b identity end");
    // One may still be on its way back when the next call sets out.
    expect(connections).toBeLessThanOrEqual(2);
  });

  it("dials nothing that policy refuses, names that lead inwards among them, and says the same each time", async () => {
    answer = (_request, response) => response.end("inside");
    const closed = pool({});
    for (let n = 0; n < 2; n++) await expect(ask(closed)).rejects.toMatchObject({ code: "invalid" });
    const named = pool({
      lookup: (_name, _options, done) => done(null, [{ address: "127.0.0.1", family: 4 }]),
    });
    await expect(ask(named, undefined, url.replace("127.0.0.1", "rebind.example"))).rejects.toMatchObject({
      code: "invalid",
    });
    expect(connections).toBe(0);
  });

  it("returns a redirect, opens gzip, and refuses other encodings", async () => {
    const one = pool();
    answer = (_request, response) => response.writeHead(302, { location: "http://127.0.0.1:1/" }).end();
    expect((await ask(one)).status).toBe(302);
    answer = (_request, response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("hello"));
    expect((await ask(one)).text).toBe("hello");
    answer = (_request, response) => response.writeHead(200, { "content-encoding": "br" }).end("x");
    await expect(ask(one)).rejects.toMatchObject({ code: "unavailable" });
  });

  it("ends with the caller's own reason, before the reply and within it", async () => {
    const one = pool();
    const [before, within] = [new AbortController(), new AbortController()];
    answer = () => setTimeout(() => before.abort(new Error("too late")), 10);
    await expect(ask(one, before.signal)).rejects.toThrow("too late");
    answer = (_request, response) => response.write("a");
    setTimeout(() => within.abort(new Error("gone")), 50);
    await expect(ask(one, within.signal)).rejects.toThrow("gone");
    const already = AbortSignal.abort(new Error("never"));
    await expect(ask(one, already)).rejects.toThrow("never");
  });

  it("says that nobody is there when nobody is", async () => {
    await expect(ask(pool(), undefined, "http://127.0.0.1:9/")).rejects.toMatchObject({
      code: "unavailable",
    });
  });
});

describe("a whole reply", () => {
  it("is no longer than allowed for its status, packed or not", async () => {
    const one = pool();
    const ofStatus = (status: number) => (status === 200 ? 10 : 4);
    const long = (status: number, body: Buffer, encoding = "identity") => {
      answer = (_request, response) => response.writeHead(status, { "content-encoding": encoding }).end(body);
      return one.ask(asked(), ofStatus);
    };
    expect((await long(200, Buffer.from("0123456789"))).bytes.toString()).toBe("0123456789");
    await expect(long(200, Buffer.from("0123456789a"))).rejects.toThrow(TooLarge);
    await expect(long(500, Buffer.from("01234"))).rejects.toThrow(TooLarge);
    const packed = (size: number) => long(200, gzipSync("a".repeat(size)), "gzip");
    await expect(packed(5_000)).rejects.toThrow(TooLarge);
  });

  it("that breaks off is none", async () => {
    answer = (_request, response) => {
      response.writeHead(200, { "content-length": 100 }).write("half");
      setTimeout(() => response.destroy(), 10);
    };
    await expect(asWhole(pool())).rejects.toMatchObject({ code: "unavailable" });
  });
});
