import { watchVitals } from "@triops/kernel/vitals";
import { describe, expect, it } from "vitest";
import { judgeHealth, serveHealth } from "./health.ts";

const now = new Date("2026-05-01T12:00:00Z");
const vitals = watchVitals().read();
const queue = {
  name: "outbox.relay",
  waiting: 0,
  active: 0,
  delayed: 1,
  failed: 0,
  paused: false,
  oldestWaitingMs: 0,
  completed: 3,
  failedRuns: 0,
  lastCompletedAt: now,
};
const at = (part: object, sampledAt: Date | null = now) =>
  judgeHealth({ sampledAt, oldestWaitingMs: 0, queues: [{ ...queue, ...part }] }, vitals, now);

describe("judgeHealth", () => {
  it("is well while jobs get done", () => {
    expect(at({})).toMatchObject({ status: "ok", reasons: [] });
  });

  it("names the queue whose job waits for more than a minute", () => {
    expect(at({ oldestWaitingMs: 90_000 })).toMatchObject({
      status: "degraded",
      reasons: ["outbox.relay: a job waits for 90 s"],
    });
  });

  it("does not blame a paused queue", () => {
    expect(at({ oldestWaitingMs: 90_000, paused: true }).status).toBe("ok");
  });

  it("is not well when the queues could not be read for a minute, or ever", () => {
    expect(at({}, new Date(now.getTime() - 61_000)).status).toBe("degraded");
    expect(at({}, null).status).toBe("degraded");
  });
});

describe("serveHealth", () => {
  it("answers 200 while well, 503 while not, 404 elsewhere", async () => {
    let health = at({});
    const server = await serveHealth(0, () => health);
    const url = `http://127.0.0.1:${server.port}`;
    const well = await fetch(`${url}/health`);
    expect(well.status).toBe(200);
    expect(await well.json()).toMatchObject({ status: "ok", process: { pid: process.pid } });
    health = at({ oldestWaitingMs: 90_000 });
    expect((await fetch(`${url}/health`)).status).toBe(503);
    expect((await fetch(`${url}/secrets`)).status).toBe(404);
    await server.close();
  });
});
