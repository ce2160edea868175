import { createLogger } from "@triops/kernel/logger";
import { Redis } from "ioredis";
import { z } from "zod";
import { jobFactory } from "./define.ts";
import { startHost } from "./host.ts";

/**
 * A host for host-stall.store.test.ts, run as `node blocked-host.fixture.ts <redis url> <blockMs>`: its handler
 * has its effect, then holds the event loop for `blockMs`, so that the lock cannot be renewed; below 0 it ends the
 * process instead.
 */
const redisUrl = process.argv[2] ?? "";
const blockMs = Number(process.argv[3] ?? 0);
const effects = new Redis(redisUrl);

const stall = jobFactory<null>()({
  name: "test.stall",
  payload: z.object({ id: z.string() }),
  attempts: 1,
  run: async ({ payload: { id }, attempt }) => {
    await effects.rpush("effects", `${process.pid}:${attempt}`);
    await effects.hsetnx("keyed-effects", id, process.pid);
    if (blockMs < 0) process.exit(1);
    if (blockMs > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, blockMs);
  },
});

await startHost({
  redisUrl,
  jobs: [stall],
  services: null,
  log: createLogger("stall", "silent"),
  onDead: async ({ reason }) => {
    await effects.rpush("dead", reason);
  },
  settings: { lockDuration: 1_000, stalledInterval: 500 },
});
process.send?.("ready");
