import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createEgressPool, type EgressPool, type PooledReply, type PoolPolicy } from "./pool.ts";

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
const ask = (one: EgressPool, signal = new AbortController().signal, headers: Record<string, string> = {}) =>
  one.open({ url, method: "POST", headers, body: "{}", signal });
const textOf = async ({ body }: PooledReply) => Buffer.concat(await body.toArray()).toString();

describe("the pooled way out", () => {
  it("keeps the connection between calls and passes replies on as they come", async () => {
    answer = (request, response) => {
      response.write(`${request.url} ${request.headers["accept-encoding"]} `);
      setTimeout(() => response.end("end"), 20);
    };
    const one = pool();
    for (let n = 0; n < 6; n++) expect(await textOf(await ask(one))).toBe("/v1?a=b identity end");
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
    const request = { method: "POST", headers: {}, signal: new AbortController().signal } as const;
    const asked = named.open({ ...request, url: url.replace("127.0.0.1", "rebind.example") });
    await expect(asked).rejects.toMatchObject({ code: "invalid" });
    expect(connections).toBe(0);
  });

  it("returns a redirect, opens gzip, and refuses other encodings", async () => {
    const one = pool();
    answer = (_request, response) => response.writeHead(302, { location: "http://127.0.0.1:1/" }).end();
    expect((await ask(one)).status).toBe(302);
    answer = (_request, response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("hello"));
    expect(await textOf(await ask(one))).toBe("hello");
    answer = (_request, response) => response.writeHead(200, { "content-encoding": "br" }).end("x");
    await expect(ask(one)).rejects.toMatchObject({ code: "unavailable" });
  });

  it("ends with the caller's own reason, before the reply and within it", async () => {
    const one = pool();
    const [before, within] = [new AbortController(), new AbortController()];
    answer = () => setTimeout(() => before.abort(new Error("too late")), 10);
    await expect(ask(one, before.signal)).rejects.toThrow("too late");
    answer = (_request, response) => response.write("a");
    const reply = await ask(one, within.signal);
    setTimeout(() => within.abort(new Error("gone")), 10);
    await expect(textOf(reply)).rejects.toThrow("gone");
  });

  it("says that nobody is there when nobody is", async () => {
    const request = { method: "POST", headers: {}, signal: new AbortController().signal } as const;
    const asked = pool().open({ ...request, url: "http://127.0.0.1:9/" });
    await expect(asked).rejects.toMatchObject({ code: "unavailable" });
  });
});
