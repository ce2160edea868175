import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createLogger } from "@triops/kernel/logger";
import { describe, expect, it, vi } from "vitest";
import { startExport } from "./export.ts";

const catalogue = {
  "a.share": { kind: "gauge", unit: "1", description: "a share" },
  "a.total": { kind: "counter", unit: "By", description: "a total" },
} as const;

describe("startExport", () => {
  it("sends over OTLP with the key, says once that the gateway is away and once that it is back", async () => {
    const received: { path: string | undefined; key: string | undefined; text: string }[] = [];
    let status = 503;
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const text = Buffer.concat(chunks).toString("latin1");
      if (status === 200) received.push({ path: request.url, key: request.headers.authorization, text });
      response.writeHead(status === 200 ? 200 : 500).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const log = createLogger("test", "silent");
    const warn = vi.spyOn(log, "warn");
    const info = vi.spyOn(log, "info");
    const running = startExport({
      gatewayUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      ingestKey: "tri_key",
      resource: { "service.name": "self-test" },
      catalogue,
      collect: async () => [
        { metric: "a.share", value: 0.5, attributes: { part: "one" } },
        { metric: "a.share", value: Number.NaN, attributes: { part: "unknown" } },
        { metric: "a.total", value: 7 },
        { metric: "not.in.catalogue", value: 1 },
      ],
      everyMs: 60,
      log,
    });
    await vi.waitFor(() => expect(warn).toHaveBeenCalled(), { timeout: 5_000 });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(warn).toHaveBeenCalledTimes(1);
    status = 200;
    await vi.waitFor(() => expect(received.length).toBeGreaterThan(1), { timeout: 5_000 });
    await running.close();
    server.close();
    expect(info).toHaveBeenCalledTimes(1);
    expect(received[0]).toMatchObject({ path: "/v1/metrics", key: "Bearer tri_key" });
    for (const part of ["self-test", "a.share", "a.total", "one"]) expect(received[0]?.text).toContain(part);
    for (const part of ["unknown", "not.in.catalogue"]) expect(received[0]?.text).not.toContain(part);
  });

  it("goes on when a reading fails", async () => {
    const log = createLogger("test", "silent");
    const warn = vi.spyOn(log, "warn");
    const running = startExport({
      gatewayUrl: "http://127.0.0.1:9",
      ingestKey: "k",
      resource: {},
      catalogue,
      collect: async () => {
        throw new Error("no such file");
      },
      everyMs: 50,
      log,
    });
    await vi.waitFor(() => expect(warn.mock.calls.length).toBeGreaterThan(2), { timeout: 5_000 });
    await running.close();
  });
});
