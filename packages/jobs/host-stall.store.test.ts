import { type ChildProcess, fork } from "node:child_process";
import { createLogger } from "@triops/kernel/logger";
import { Redis } from "ioredis";
import { afterEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { createQueue } from "./enqueue.ts";
import { startTestRedis } from "./testing.ts";

const children: ChildProcess[] = [];

async function startBlockingHost(redisUrl: string, blockMs: number): Promise<ChildProcess> {
  const fixture = new URL("./blocked-host.fixture.ts", import.meta.url);
  const child = fork(fixture, [redisUrl, String(blockMs)], { stdio: "inherit" });
  children.push(child);
  await new Promise((resolve) => child.once("message", resolve));
  return child;
}

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

describe("a worker that holds its event loop longer than its lock", () => {
  // Why every effect needs a key of its own: this is how BullMQ delivers, and no setting of it prevents this.
  it("has its job run again elsewhere, so a plain effect happens twice and a keyed one once", async () => {
    const server = await startTestRedis();
    const redis = new Redis(server.url);
    const queue = createQueue({ redisUrl: server.url, log: createLogger("test", "silent") });
    try {
      await startBlockingHost(server.url, 5_000);
      const stall = { name: "test.stall", payload: z.object({ id: z.string() }), attempts: 1 };
      await queue.enqueue(stall, { id: "a" });
      await vi.waitFor(async () => expect(await redis.llen("effects")).toBe(1), {
        timeout: 5_000,
        interval: 50,
      });
      await startBlockingHost(server.url, 0);
      await vi.waitFor(async () => expect(await redis.llen("effects")).toBe(2), {
        timeout: 8_000,
        interval: 50,
      });
      const runs = await redis.lrange("effects", 0, -1);
      expect(new Set(runs.map((run) => run.split(":")[0])).size).toBe(2);
      // Both were attempt 1, even though the job allows only one: attempts do not exclude a stalled rerun.
      expect(runs.map((run) => run.split(":")[1])).toEqual(["1", "1"]);
      expect(await redis.hlen("keyed-effects")).toBe(1);
    } finally {
      await queue.close();
      redis.disconnect();
      await server.stop();
    }
  }, 30_000);

  it("runs a job again when its worker was killed", async () => {
    const server = await startTestRedis();
    const redis = new Redis(server.url);
    const queue = createQueue({ redisUrl: server.url, log: createLogger("test", "silent") });
    try {
      const first = await startBlockingHost(server.url, 60_000);
      const stall = { name: "test.stall", payload: z.object({ id: z.string() }), attempts: 1 };
      await queue.enqueue(stall, { id: "b" });
      await vi.waitFor(async () => expect(await redis.llen("effects")).toBe(1), {
        timeout: 5_000,
        interval: 50,
      });
      first.kill("SIGKILL");
      await startBlockingHost(server.url, 0);
      await vi.waitFor(async () => expect(await redis.llen("effects")).toBe(2), {
        timeout: 8_000,
        interval: 50,
      });
      expect(await redis.hlen("keyed-effects")).toBe(1);
      expect(await redis.llen("dead")).toBe(0);
    } finally {
      await queue.close();
      redis.disconnect();
      await server.stop();
    }
  }, 30_000);

  it("declares a job dead that ends every process it runs in, after at most three starts", async () => {
    const server = await startTestRedis();
    const redis = new Redis(server.url);
    const queue = createQueue({ redisUrl: server.url, log: createLogger("test", "silent") });
    try {
      const stall = { name: "test.stall", payload: z.object({ id: z.string() }), attempts: 5 };
      await queue.enqueue(stall, { id: "poison" });
      for (let starts = 0; starts < 4 && (await redis.llen("dead")) === 0; starts++) {
        const child = await startBlockingHost(server.url, -1);
        const gone = new Promise((resolve) => child.once("exit", resolve));
        const told = vi.waitFor(async () => expect(await redis.llen("dead")).toBe(1), { timeout: 8_000 });
        await Promise.race([gone, told]);
      }
      expect(await redis.lrange("dead", 0, -1)).toEqual(["job stalled more than allowable limit"]);
      expect(await redis.llen("effects")).toBeLessThanOrEqual(3);
    } finally {
      await queue.close();
      redis.disconnect();
      await server.stop();
    }
  }, 60_000);
});
