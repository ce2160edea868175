import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { believeOnlyProxies } from "./peers.ts";

/** What a server sees of a request from loopback with this header. */
async function seen(forwarded: string | undefined, trusted?: string[]): Promise<string | undefined> {
  const end = believeOnlyProxies(trusted);
  const server = createServer((request, response) => {
    response.end(JSON.stringify(request.headers["x-forwarded-for"] ?? null));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const headers = new Headers(forwarded === undefined ? [] : [["x-forwarded-for", forwarded]]);
  const answer = await fetch(`http://127.0.0.1:${port}`, { headers });
  const value = await answer.json();
  await new Promise((done) => server.close(done));
  end();
  return value;
}

describe("x-forwarded-for", () => {
  it("is the connection's address when a client makes one up", async () => {
    expect(await seen("6.6.6.6")).toBe("127.0.0.1");
    expect(await seen("6.6.6.6, 7.7.7.7", ["10.0.0.0/8"])).toBe("127.0.0.1");
  });

  it("is the connection's address when there was none", async () => {
    expect(await seen(undefined)).toBe("127.0.0.1");
  });

  it("is believed from a trusted proxy", async () => {
    expect(await seen("203.0.113.5", ["127.0.0.0/8"])).toBe("203.0.113.5");
  });
});
