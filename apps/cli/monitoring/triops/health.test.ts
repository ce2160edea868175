import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { readHealth } from "./health.ts";

let server: Server | undefined;
afterEach(() => server?.close());

async function answering(status: number, body: string): Promise<string> {
  server = createServer((_request, response) => response.writeHead(status).end(body));
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/health`;
}

const figure = (readings: { metric: string; value: number }[], metric: string) =>
  readings.find((reading) => reading.metric === metric)?.value;

const queue = { name: "a.b", waiting: 3, active: 1, delayed: 0, failed: 2, completed: 9, failedRuns: 4 };

describe("readHealth", () => {
  it("tells event loop, queues and their totals", async () => {
    const eventLoop = { lagMsMean: 2, lagMsMax: 40, utilization: 0.1 };
    const queues = [
      { ...queue, oldestWaitingMs: 90_000 },
      { ...queue, name: "c.d", oldestWaitingMs: 0 },
    ];
    const url = await answering(
      200,
      JSON.stringify({ status: "ok", process: { uptimeSeconds: 5, eventLoop }, queues }),
    );
    const readings = await readHealth("worker", url);
    expect(figure(readings, "triops.up")).toBe(1);
    expect(figure(readings, "nodejs.eventloop.delay.max")).toBe(0.04);
    expect(figure(readings, "triops.jobs.lag")).toBe(90);
    expect(figure(readings, "triops.jobs.failed.total")).toBe(4);
    expect(readings).toContainEqual({
      metric: "triops.jobs.oldest_waiting",
      value: 90,
      attributes: { "triops.queue": "a.b" },
    });
  });

  it("still reads a part that says it is unwell", async () => {
    const url = await answering(
      503,
      JSON.stringify({ status: "degraded", queues: [{ ...queue, oldestWaitingMs: 0 }] }),
    );
    const readings = await readHealth("worker", url);
    expect([figure(readings, "triops.up"), figure(readings, "triops.jobs.waiting")]).toEqual([0, 3]);
  });

  it("says down for one that is away or talks nonsense, and leaves out what it does not know", async () => {
    expect(await readHealth("web", "http://127.0.0.1:9/health")).toEqual([
      { metric: "triops.up", value: 0, attributes: { "triops.process": "web" } },
    ]);
    expect(figure(await readHealth("web", await answering(200, "<html>")), "triops.up")).toBe(0);
    server?.close();
    const strange = await readHealth(
      "web",
      await answering(200, JSON.stringify({ queues: "many", process: 7 })),
    );
    expect(strange.map(({ metric }) => metric)).toEqual(["triops.up", "triops.health.duration"]);
  });
});
