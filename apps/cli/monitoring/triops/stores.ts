import { inspectJournal } from "@triops/embedded/inspect";
import type { Logger } from "@triops/kernel/logger";
import { connectRedis } from "@triops/kernel/redis";
import { createTelemetry } from "@triops/telemetry/client/telemetry";
import pg from "pg";
import { z } from "zod";
import type { TriopsReading } from "./metrics.ts";

/** Stores grow slowly, and each question costs them something. */
const askEveryMs = 60_000;

export type StoreUrls = { databaseUrl: string; clickhouseUrl: string; redisUrl: string };

type StoreFacts = { sizeBytes: number; connections?: number; journal?: JournalFacts };
type JournalFacts = { pendingBytes: number; lagMs: number; quarantinedBatches: number };

/** Sizes and connections of the three stores, asked once a minute and repeated in between. */
export function createStoreCollector(
  urls: StoreUrls,
  log: Logger,
): { collect(): Promise<TriopsReading[]>; close(): Promise<void> } {
  const telemetry = createTelemetry({ url: urls.clickhouseUrl, log, connectionsMax: 1 });
  const redis = connectRedis(urls.redisUrl, "command", () => {});
  const ask: Record<string, () => Promise<StoreFacts>> = {
    postgres: () => askPostgres(urls.databaseUrl),
    redis: async () => parseRedisFacts(`${await redis.info("memory")}\n${await redis.info("clients")}`),
    clickhouse: async () => {
      const [row] = await telemetry.administer({
        name: "monitoring.size",
        sql: "SELECT sum(bytes_on_disk) AS bytes FROM system.parts WHERE active",
        row: z.object({ bytes: z.coerce.number() }),
      });
      const journal = await inspectJournal(urls.clickhouseUrl);
      return { sizeBytes: row?.bytes ?? 0, ...(journal ? { journal } : {}) };
    },
  };
  let readings: TriopsReading[] = [];
  let askedAtMs = Number.NEGATIVE_INFINITY;
  return {
    async collect() {
      if (performance.now() - askedAtMs < askEveryMs) return readings;
      askedAtMs = performance.now();
      const all = await Promise.all(
        Object.entries(ask).map(([store, question]) => readStore(store, question)),
      );
      readings = all.flat();
      return readings;
    },
    async close() {
      redis.disconnect();
      await telemetry.close();
    },
  };
}

async function readStore(store: string, ask: () => Promise<StoreFacts>): Promise<TriopsReading[]> {
  const attributes = { "triops.store": store };
  try {
    const { sizeBytes, connections, journal } = await ask();
    const readings: TriopsReading[] = [
      { metric: "triops.store.up", value: 1, attributes },
      { metric: "triops.store.size", value: sizeBytes, attributes },
    ];
    if (connections !== undefined) {
      readings.push({ metric: "triops.store.connections", value: connections, attributes });
    }
    if (journal !== undefined) {
      readings.push(
        { metric: "triops.store.journal.size", value: journal.pendingBytes, attributes },
        { metric: "triops.store.journal.lag", value: journal.lagMs / 1_000, attributes },
        { metric: "triops.store.journal.quarantined", value: journal.quarantinedBatches, attributes },
      );
    }
    return readings;
  } catch {
    return [{ metric: "triops.store.up", value: 0, attributes }];
  }
}

/** A connection of its own each time: one a minute costs less than one held open for ever. */
async function askPostgres(url: string): Promise<StoreFacts> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 2_000,
    statement_timeout: 5_000,
  });
  client.on("error", () => {});
  await client.connect();
  try {
    const { rows } = await client.query(
      `SELECT pg_database_size(current_database()) AS bytes,
              (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()) AS connections`,
    );
    const row = z.object({ bytes: z.coerce.number(), connections: z.coerce.number() }).parse(rows[0]);
    return { sizeBytes: row.bytes, connections: row.connections - 1 };
  } finally {
    await client.end().catch(() => {});
  }
}

export function parseRedisFacts(info: string): StoreFacts {
  const field = (name: string) => Number(new Map(info.split(/\r?\n/).map(splitField)).get(name) ?? 0);
  return { sizeBytes: field("used_memory"), connections: field("connected_clients") };
}

const splitField = (line: string): [string, string] => {
  const at = line.indexOf(":");
  return [line.slice(0, at), line.slice(at + 1)];
};
