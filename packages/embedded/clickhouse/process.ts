import { fileURLToPath } from "node:url";
import type { ProcessPlan } from "../managed-process.ts";

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
export function clickhousePlan(options: ClickHouseOptions): ProcessPlan {
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
    readyMsMax: 60_000,
    stopSignal: "SIGTERM",
    stopMsMax: 7_000,
  };
}

export function clickhouseUrl(options: ClickHouseOptions): string {
  return `http://${CLICKHOUSE_USER}:${options.password}@127.0.0.1:${options.port}`;
}
