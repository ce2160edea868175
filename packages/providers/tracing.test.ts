import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { inSpan } from "@triops/kernel/span";
import { describe, expect, it } from "vitest";
import { startTracing } from "./tracing.ts";

type Received = { path: string; authorization: string | undefined; body: Buffer };

async function startCollector() {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push({
      path: request.url ?? "",
      authorization: request.headers.authorization,
      body: Buffer.concat(chunks),
    });
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, received, close: () => server.close() };
}

describe("startTracing", () => {
  it("sends spans over OTLP with the key, without any message of an error", async () => {
    const collector = await startCollector();
    const tracing = startTracing({
      service: "triops-test",
      gatewayUrl: collector.url,
      ingestKey: "tri_k",
      ratio: 1,
    });
    const failing = inSpan("verb a.b", { "triops.verb": "a.b" }, async () =>
      inSpan("inner", {}, async () => {
        throw new Error("password is hunter2");
      }),
    );
    await expect(failing).rejects.toThrow("hunter2");
    await tracing.close();
    collector.close();
    expect(collector.received).toMatchObject([{ path: "/v1/traces", authorization: "Bearer tri_k" }]);
    const text = collector.received[0]?.body.toString("latin1") ?? "";
    for (const part of ["triops-test", "verb a.b", "inner", "error.type"]) expect(text).toContain(part);
    expect(text).not.toContain("hunter2");
  });

  it("keeps nothing at ratio 0, and works without a key or a gateway", async () => {
    const collector = await startCollector();
    const silent = startTracing({ service: "s", gatewayUrl: collector.url, ingestKey: "tri_k", ratio: 0 });
    await inSpan("unseen", {}, async () => {});
    await silent.close();
    expect(collector.received).toEqual([]);
    collector.close();
    const away = startTracing({ service: "s", gatewayUrl: collector.url, ingestKey: "tri_k", ratio: 1 });
    expect(await inSpan("lost", {}, async () => 7)).toBe(7);
    await away.close();
    const without = startTracing({ service: "s", gatewayUrl: collector.url });
    expect(await inSpan("none", {}, async () => 8)).toBe(8);
    await without.close();
  });
});
