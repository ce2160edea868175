import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ProcessPlan } from "../managed-process.ts";
import { endOrphan } from "../processes.ts";

export interface ClickHouseOptions {
  /** Folder of its own below the data folder. */
  dataDir: string;
  port: number;
  password: string;
  /** Queries side by side; default 10. */
  slots?: number;
}

export const CLICKHOUSE_USER = "triops";

/** How to run the embedded ClickHouse: a Node process that owns the data and speaks the HTTP interface. */
export async function clickhousePlan(options: ClickHouseOptions): Promise<ProcessPlan> {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  // One process per data folder: one that a killed supervisor left may still be closing its tables.
  const pidFile = join(options.dataDir, "server.pid");
  if (existsSync(pidFile)) {
    const pid = Number.parseInt(readFileSync(pidFile, "utf8"), 10);
    await endOrphan(pid, options.dataDir, ["SIGTERM", "SIGKILL"]);
  }
  const slots = options.slots ?? 10;
  const server = fileURLToPath(new URL("./server.ts", import.meta.url));
  return {
    name: "clickhouse",
    command: process.execPath,
    args: [
      "--disable-proto=delete",
      "--max-old-space-size=512",
      "--disable-warning=ExperimentalWarning",
      server,
      options.dataDir, // seen in the process list, so that a later start knows an orphan for its own
    ],
    // Nothing of our own environment: the engine needs no secrets of others.
    env: { PATH: "/usr/bin:/bin", TZ: "UTC", UV_THREADPOOL_SIZE: String(slots + 8), HOME: options.dataDir },
    stdinLine: JSON.stringify({
      dataDir: options.dataDir,
      port: options.port,
      user: CLICKHOUSE_USER,
      password: options.password,
      slots,
    }),
    probe: async () => {
      const answer = await fetch(`http://127.0.0.1:${options.port}/?query=SELECT%201`, {
        headers: { "x-clickhouse-user": CLICKHOUSE_USER, "x-clickhouse-key": options.password },
        signal: AbortSignal.timeout(2_000),
      });
      if (!answer.ok) throw new Error(await answer.text());
    },
    explain: (said) => /Cannot open the ClickHouse data[^"]*/.exec(said)?.[0],
    alive: async () => {
      const answer = await fetch(`http://127.0.0.1:${options.port}/ping`, {
        signal: AbortSignal.timeout(5_000),
      });
      await answer.body?.cancel();
    },
    readyMsMax: 60_000,
    stopSignal: "SIGTERM",
    stopMsMax: 7_000,
  };
}

export function clickhouseUrl(options: ClickHouseOptions): string {
  return `http://${CLICKHOUSE_USER}:${options.password}@127.0.0.1:${options.port}`;
}
