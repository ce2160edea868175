import { type ChildProcess, fork } from "node:child_process";
import { freePort } from "@triops/embedded/ports";
import { createTestTelemetry, type TestTelemetry } from "@triops/testing/clickhouse";
import { createTestDatabase, type TestDatabase } from "@triops/testing/database";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";

let stores: { database: TestDatabase; telemetry: TestTelemetry } | undefined;
let env: Record<string, string>;
const children: ChildProcess[] = [];

beforeAll(async () => {
  const [database, telemetry] = [await createTestDatabase(), await createTestTelemetry()];
  stores = { database, telemetry };
  env = {
    PATH: process.env.PATH ?? "",
    DATABASE_URL: database.url,
    CLICKHOUSE_URL: telemetry.url,
    // A Redis database of its own: queues of all tests would have the same names.
    REDIS_URL: `${inject("stores").redisUrl.replace(/\/\d*$/, "")}/7`,
    OBJECT_STORE_URL: "file:///tmp",
    TRIOPS_SECRET_KEY: "a secret of forty characters, for a test",
    TRIOPS_WEB_URL: "http://127.0.0.1:3000",
    TRIOPS_GATEWAY_URL: "http://127.0.0.1:4318",
    LOG_LEVEL: "error",
    WORKER_PORT: String(await freePort()),
  };
});

afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await stores?.telemetry.drop();
  await stores?.database.drop();
});

const exitOf = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));

function start(more: Record<string, string> = {}): ChildProcess {
  const child = fork(new URL("./main.ts", import.meta.url), [], {
    env: { ...env, ...more },
    execArgv: ["--disable-proto=delete"],
    silent: true,
  });
  children.push(child);
  return child;
}

describe("the worker process", () => {
  it("runs the register's schedules, answers for them and leaves cleanly when told", async () => {
    const child = start();
    const health = await vi.waitFor(
      async () => {
        const reply = await fetch(`http://127.0.0.1:${env.WORKER_PORT}/health`);
        const body = await reply.json();
        expect(reply.status).toBe(200);
        const relay = body.queues.find((queue: { name: string }) => queue.name === "outbox.relay");
        expect(relay?.completed).toBeGreaterThan(0);
        return body;
      },
      { timeout: 45_000, interval: 250 },
    );
    expect(health).toMatchObject({ status: "ok", process: { pid: child.pid } });
    const exit = exitOf(child);
    child.kill("SIGTERM");
    expect(await exit).toBe(0);
  });

  it("leaves by itself when its supervisor is gone", async () => {
    const child = start();
    await vi.waitFor(
      async () => expect((await fetch(`http://127.0.0.1:${env.WORKER_PORT}/health`)).status).toBe(200),
      { timeout: 45_000, interval: 250 },
    );
    const exit = exitOf(child);
    child.disconnect();
    expect(await exit).toBe(0);
  });

  it("names every missing setting at once and does not start", async () => {
    const child = start({ DATABASE_URL: "", REDIS_URL: "not a url" });
    let text = "";
    child.stderr?.on("data", (chunk) => {
      text += chunk;
    });
    expect(await exitOf(child)).toBe(1);
    expect(text).toContain("DATABASE_URL");
    expect(text).toContain("REDIS_URL");
  });
});
