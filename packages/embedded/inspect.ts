import { createClient } from "@clickhouse/client";
import { connectRedis, waitForRedis } from "@triops/kernel/redis";
import pg from "pg";
import type { JournalState } from "./clickhouse/journal/journal.ts";

export type { JournalState } from "./clickhouse/journal/journal.ts";

/** What a store says about itself, read over its own protocol. */
export interface StoreReport {
  version: string;
  /** Settings by name, as the server reports them. */
  settings: Record<string, string>;
  /** The store's clock minus ours, ms. */
  clockSkewMs: number;
  /** Of the embedded ClickHouse only. */
  journal?: JournalState;
}

const TIMEOUT_MS = 4_000;

export async function inspectPostgres(url: string): Promise<StoreReport> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: TIMEOUT_MS });
  client.on("error", () => {}); // a query in flight reports it
  await client.connect();
  try {
    const names = ["fsync", "synchronous_commit", "full_page_writes", "max_connections", "server_version"];
    const settings = await client.query<{ name: string; setting: string }>(
      "SELECT name, setting FROM pg_settings WHERE name = ANY($1)",
      [names],
    );
    const clock = await client.query<{ ms: string }>(
      "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS ms",
    );
    const values = Object.fromEntries(settings.rows.map((row) => [row.name, row.setting]));
    return {
      version: values.server_version ?? "unknown",
      settings: values,
      clockSkewMs: Number(clock.rows[0]?.ms) - Date.now(),
    };
  } finally {
    await client.end();
  }
}

export async function inspectRedis(url: string): Promise<StoreReport> {
  const redis = connectRedis(url, "command", () => {});
  try {
    await waitForRedis(redis, TIMEOUT_MS);
    const version = /redis_version:(\S+)/.exec(await redis.info("server"))?.[1] ?? "unknown";
    const settings: Record<string, string> = {};
    for (const name of ["maxmemory-policy", "appendonly", "appendfsync"]) {
      // Managed services refuse CONFIG: the setting is then unknown, which the reader of the report decides about.
      const reply = await redis.config("GET", name).catch(() => undefined);
      const value = Array.isArray(reply) ? reply[1] : (reply as Record<string, string> | undefined)?.[name];
      if (typeof value === "string") settings[name] = value;
    }
    const [seconds, micros] = await redis.time();
    return { version, settings, clockSkewMs: Number(seconds) * 1000 + Number(micros) / 1000 - Date.now() };
  } finally {
    redis.disconnect();
  }
}

export async function inspectClickhouse(url: string): Promise<StoreReport> {
  const client = createClient({ url, request_timeout: TIMEOUT_MS, log: { level: 127 } });
  try {
    const result = await client.query({
      query:
        "SELECT version() AS version, toUnixTimestamp64Milli(now64(3)) AS ms, toString(getSetting('async_insert')) AS async",
      format: "JSONEachRow",
    });
    const [row] = await result.json<{ version: string; ms: string | number; async: string }>();
    const clockSkewMs = Number(row?.ms) - Date.now();
    const journal = await inspectJournal(url);
    return {
      version: row?.version ?? "unknown",
      settings: { async_insert: row?.async ?? "unknown" },
      clockSkewMs,
      ...(journal === null ? {} : { journal }),
    };
  } finally {
    await client.close();
  }
}

/** What waits in the insert journal; null of a ClickHouse server, which has none. Throws when nothing answers. */
export async function inspectJournal(url: string): Promise<JournalState | null> {
  const { origin, username, password } = new URL(url);
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const answer = await fetch(`${origin}/journal`, {
    headers: { authorization: `Basic ${Buffer.from(pair).toString("base64")}` },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (answer.ok && answer.headers.get("content-type")?.startsWith("application/json")) {
    return (await answer.json()) as JournalState;
  }
  await answer.body?.cancel();
  return null;
}
