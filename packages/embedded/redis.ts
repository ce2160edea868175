import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { totalmem } from "node:os";
import { join } from "node:path";
import { guard } from "./guard.ts";
import type { ProcessPlan } from "./managed-process.ts";
import { endOrphan } from "./processes.ts";
import { findRedis } from "./redis-program.ts";

export interface RedisOptions {
  dataDir: string;
  port: number;
  password: string;
  disposable?: boolean;
  say: (line: string) => void;
}

export const redisUrl = (options: Pick<RedisOptions, "port" | "password">) =>
  `redis://:${options.password}@127.0.0.1:${options.port}`;

function configuration(options: RedisOptions, folder: string): string {
  const memoryBytesMax = Math.floor(Math.min(2e9, totalmem() * 0.2));
  return [
    "bind 127.0.0.1",
    `port ${options.port}`,
    "protected-mode yes",
    `requirepass ${options.password}`,
    `dir "${folder.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`,
    "daemonize no",
    "pidfile redis.pid",
    `appendonly ${options.disposable ? "no" : "yes"}`,
    "appendfsync everysec",
    "aof-load-truncated yes",
    'save ""',
    // Queues must never lose a key to make room: a full store refuses writes, and producers answer 503.
    "maxmemory-policy noeviction",
    `maxmemory ${memoryBytesMax}`,
    "tcp-keepalive 60",
    "loglevel warning",
    "",
  ].join("\n");
}

/** Speaks just enough of the protocol to know that the server accepts our password and has loaded its file. */
function ping(port: number, password: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", timeout: 1_000 });
    let seen = "";
    const fail = (why: string) => {
      socket.destroy();
      reject(new Error(why));
    };
    socket.on("error", (error) => fail(error.message));
    socket.on("timeout", () => fail("no answer"));
    socket.on("connect", () => socket.write(`AUTH ${password}\r\nPING\r\n`));
    socket.on("data", (data) => {
      seen += data.toString("latin1");
      if (seen.includes("-")) fail(seen.trim());
      else if (seen.includes("+PONG")) {
        socket.destroy();
        resolve();
      }
    });
  });
}

/** Finds (or installs) Redis or Valkey, prepares its folder and says how to run it. */
export async function redisPlan(options: RedisOptions): Promise<ProcessPlan> {
  const program = await findRedis(options.dataDir, options.say);
  const folder = join(options.dataDir, "redis");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const config = join(folder, "redis.conf");
  const pidFile = join(folder, "redis.pid");
  if (existsSync(pidFile)) {
    await endOrphan(Number.parseInt(readFileSync(pidFile, "utf8"), 10), config, ["SIGTERM", "SIGKILL"]);
    rmSync(pidFile, { force: true });
  }
  writeFileSync(config, configuration(options, folder), { mode: 0o600 });
  return {
    name: "redis",
    command: program.command,
    // The title keeps the path of the configuration visible, by which a later start knows an orphan for its own.
    args: [config, "--set-proc-title", "no"],
    env: { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC", ...program.env },
    cwd: folder,
    probe: () => ping(options.port, options.password),
    explain: (said) =>
      /Bad file format reading the append only file/i.test(said)
        ? `Redis's append-only file is damaged in the middle. Keep a copy of ${folder}, repair it with ` +
          `\`redis-check-aof --fix ${join(folder, "appendonlydir")}/*.manifest\`, and start again.`
        : undefined,
    readyMsMax: 60_000, // a large append-only file loads first
    stopSignal: "SIGTERM",
    stopMsMax: 7_000,
    onSpawn: (child) => guard(child, "TERM"),
  };
}
