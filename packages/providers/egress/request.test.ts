import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo, LookupFunction } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createEgress, type Egress, type EgressPolicy } from "./request.ts";

/** Listens on both loopback addresses; nothing in the first suite may ever reach it. */
let server: Server;
let port: number;
let connections = 0;
let answer: RequestListener = (_request, response) => response.end("inside");
const open: Egress[] = [];

const egress = (policy: EgressPolicy = {}): Egress => {
  const made = createEgress({ allowedPorts: [port], ...policy });
  open.push(made);
  return made;
};
const resolvesTo =
  (...addresses: string[]): LookupFunction =>
  (_hostname, _options, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );

beforeAll(async () => {
  server = createServer((request, response) => answer(request, response));
  server.on("connection", () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "::", resolve));
  port = (server.address() as AddressInfo).port;
});
afterEach(async () => {
  connections = 0;
  answer = (_request, response) => response.end("inside");
  await Promise.all(open.splice(0).map((one) => one.close()));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const inwardHosts = [
  [
    "127.0.0.1",
    "127.0.0.2",
    "127.1",
    "127.0.1",
    "0",
    "0.0.0.0",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "a.localhost",
  ],
  [
    "127.0.0.1.",
    "2130706433",
    "0x7f000001",
    "0x7F.1",
    "0x7f.0x0.0x0.0x1",
    "017700000001",
    "0177.0.0.1",
    "0177.1",
  ],
  [
    "127.0.0.0x1",
    "127.00.00.01",
    "%31%32%37.0.0.1",
    "①②⑦.⓪.⓪.①",
    "127。0。0。1",
    "１２７.0.0.1",
    "loc%61lhost",
  ],
  [
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::ffff:0:0]",
    "[::127.0.0.1]",
  ],
  [
    "[0000:0000:0000:0000:0000:ffff:7f00:0001]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]",
  ],
  [
    "[::ffff:0:127.0.0.1]",
    "[fe80::1]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "[ff02::1]",
    "[2001:db8::1]",
    "[fec0::1]",
  ],
  [
    "10.0.0.1",
    "10.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "192.168.1",
    "100.64.0.1",
    "198.18.0.1",
  ],
  [
    "169.254.169.254",
    "2852039166",
    "0xa9fea9fe",
    "[::ffff:169.254.169.254]",
    "192.0.0.192",
    "255.255.255.255",
  ],
  ["224.0.0.1", "240.0.0.1", "0.0.0.1"],
].flat();

describe("an egress without exceptions", () => {
  it.each(inwardHosts)("does not dial http://%s", async (host) => {
    await expect(egress().request({ url: `http://${host}:${port}/` })).rejects.toMatchObject({
      code: "invalid",
    });
    await expect(egress().request({ url: `https://${host}:${port}/` })).rejects.toMatchObject({
      code: "invalid",
    });
    expect(connections).toBe(0);
  });

  it.each([
    "file:///etc/passwd",
    "gopher://127.0.0.1/",
    "ftp://example.com/",
    "data:text/plain,hi",
    "javascript:alert(1)",
    "ws://example.com/",
    "unix:/var/run/docker.sock",
    "//example.com",
    "example.com",
    "http://",
    "http://[fe80::1%25eth0]/",
    "http://[::1/",
    "http://999.1.1.1/",
    "http://user:secret@example.com/",
    "http://127.0.0.1@example.com/",
    "http://example.com:22/",
    "http://example.com:6379/",
    "https://example.com:0/",
    "http://exa\u0000mple.com/",
  ])("refuses %j before it resolves anything", async (url) => {
    let asked = 0;
    const lookup: LookupFunction = (_hostname, _options, callback) => {
      asked += 1;
      callback(null, [{ address: "127.0.0.1", family: 4 }]);
    };
    await expect(egress({ lookup }).request({ url })).rejects.toMatchObject({ code: "invalid" });
    expect([asked, connections]).toEqual([0, 0]);
  });

  it.each([
    ["a private address", ["127.0.0.1"]],
    ["a public and a private one", ["93.184.215.14", "127.0.0.1"]],
    ["a mapped one", ["::ffff:127.0.0.1"]],
    ["the metadata service", ["169.254.169.254"]],
    ["no address", []],
  ])("does not dial a name that resolves to %s", async (_what, addresses) => {
    const one = egress({ lookup: resolvesTo(...addresses) });
    await expect(one.request({ url: `http://rebind.example:${port}/` })).rejects.toMatchObject({
      code: "invalid",
    });
    expect(connections).toBe(0);
  });

  it("checks on every dial, so a name that turns inwards later gains nothing", async () => {
    const turns = [["127.0.0.2"], ["127.0.0.1"], ["10.0.0.1"]];
    const lookup: LookupFunction = (hostname, options, callback) =>
      resolvesTo(...(turns.shift() ?? []))(hostname, options, callback);
    const one = egress({ lookup, allowedCidrs: ["127.0.0.2/32"] });
    answer = (_request, response) => response.setHeader("connection", "close").end("outside");
    const url = `http://rebind.example:${port}/`;
    expect((await one.request({ url })).status).toBe(200);
    await expect(one.request({ url })).rejects.toMatchObject({ code: "invalid" });
    await expect(one.request({ url })).rejects.toMatchObject({ code: "invalid" });
    expect(connections).toBe(1);
  });

  it("says the same whatever it found", async () => {
    const texts = await Promise.all(
      ["127.0.0.1", "10.0.0.1", "169.254.169.254"].map((host) =>
        egress()
          .request({ url: `http://${host}:${port}/` })
          .catch((error: Error) => error.message),
      ),
    );
    expect(new Set(texts).size).toBe(1);
  });
});

describe("an egress that the operator opened to loopback", () => {
  const inward = (policy: EgressPolicy = {}) => egress({ allowedCidrs: ["127.0.0.0/8"], ...policy });
  const url = () => `http://127.0.0.1:${port}/path?q=1`;

  it("sends method, headers and body, and asks for gzip only", async () => {
    let seen = "";
    answer = (request, response) => {
      request.on("data", (chunk) => {
        seen += chunk;
      });
      const { method, url: path, headers } = request;
      request.on("end", () => response.end(JSON.stringify({ method, path, headers })));
    };
    const reply = await inward().request({
      url: url(),
      method: "POST",
      headers: { "Content-Type": "text/plain", "Accept-Encoding": "br" },
      body: "hello",
    });
    expect(JSON.parse(reply.body.toString())).toMatchObject({
      method: "POST",
      path: "/path?q=1",
      headers: { "content-type": "text/plain", "accept-encoding": "gzip", "user-agent": "triops" },
    });
    expect(seen).toBe("hello");
  });

  it("returns a redirect instead of following it", async () => {
    answer = (_request, response) => response.writeHead(302, { location: "http://127.0.0.1:1/" }).end();
    expect(await inward().request({ url: url() })).toMatchObject({ status: 302 });
    expect(connections).toBe(1);
  });

  it("opens gzip, and refuses a bomb, a large reply and Brotli", async () => {
    const bodies: [Record<string, string>, Buffer][] = [
      [{ "content-encoding": "gzip" }, gzipSync("hello")],
      [{ "content-encoding": "gzip" }, gzipSync(Buffer.alloc(64 * 1024 * 1024))],
      [{}, Buffer.alloc(2 * 1024 * 1024)],
      [{ "content-encoding": "br" }, Buffer.from("x")],
      [{ "content-encoding": "gzip, gzip" }, gzipSync(gzipSync("x"))],
    ];
    const one = inward();
    const outcomes: string[] = [];
    for (const [headers, body] of bodies) {
      answer = (_request, response) => response.writeHead(200, headers).end(body);
      outcomes.push(
        await one.request({ url: url() }).then(
          (reply) => reply.body.toString(),
          (error: { code: string }) => error.code,
        ),
      );
    }
    expect(outcomes).toEqual(["hello", "unavailable", "unavailable", "unavailable", "unavailable"]);
  });

  it("gives up in time on a silent server, and on one that drips", async () => {
    const one = inward();
    answer = () => {};
    await expect(one.request({ url: url(), timeoutMs: 200 })).rejects.toMatchObject({
      code: "unavailable",
      message: "The other side did not answer in time",
    });
    answer = (_request, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write("."), 20);
      response.on("close", () => clearInterval(drip));
    };
    await expect(one.request({ url: url(), timeoutMs: 200 })).rejects.toMatchObject({ code: "unavailable" });
  });

  it("stops when the caller does", async () => {
    answer = () => {};
    const controller = new AbortController();
    const pending = inward().request({ url: url(), signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    await expect(pending).rejects.toMatchObject({ code: "unavailable" });
  });

  it("still refuses what lies beside the opened range", async () => {
    await expect(inward().request({ url: `http://[::1]:${port}/` })).rejects.toMatchObject({
      code: "invalid",
    });
    await expect(inward({ allowedPorts: [] }).request({ url: url() })).rejects.toMatchObject({
      code: "invalid",
    });
    expect(connections).toBe(0);
  });
});
