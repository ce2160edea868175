import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";

export type TestRedis = {
  url: string;
  start(): Promise<void>;
  /** `kill -9`, as a crash would. */
  kill(): Promise<void>;
  stop(): Promise<void>;
};

/** A Redis of its own on a free port, with an append-only file that survives `kill()`. */
export async function startTestRedis(policy = "noeviction"): Promise<TestRedis> {
  const dir = mkdtempSync(join(tmpdir(), "triops-redis-"));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let child: ChildProcess | null = null;
  const server: TestRedis = {
    url,
    async start() {
      const settings = {
        port,
        bind: "127.0.0.1",
        dir,
        appendonly: "yes",
        save: "",
        "maxmemory-policy": policy,
      };
      const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
      child = spawn("redis-server", args, { stdio: "ignore" });
      await answers(url);
    },
    kill: () => end(child, "SIGKILL"),
    async stop() {
      await end(child, "SIGTERM");
      rmSync(dir, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

async function end(child: ChildProcess | null, signal: NodeJS.Signals): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  await gone;
}

async function answers(url: string): Promise<void> {
  const redis = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: null });
  redis.on("error", () => {});
  await redis.ping();
  redis.disconnect();
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}
