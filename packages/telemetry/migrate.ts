import type { Logger } from "@triops/kernel/logger";
import { z } from "zod";
import type { Telemetry } from "./client/telemetry.ts";
import { dialectFor } from "./migrations/dialect.ts";
import { migrations } from "./migrations/list.ts";

export type MigrateOptions = {
  /** Name of the cluster whose nodes hold the tables; none for a single server. */
  cluster?: string | undefined;
  log?: Logger | undefined;
};

const record = {
  name: "telemetry_migrations",
  columns: ["name String", "applied_at DateTime64(3, 'UTC')"],
  engine: "ReplacingMergeTree" as const,
  orderBy: "name",
  shardBy: "cityHash64(name)",
};

/**
 * Brings the tables up to date. Every statement may run twice, so that a migration cut short is simply run again.
 * @throws unavailable
 */
export async function migrateTelemetry(
  telemetry: Telemetry,
  options: MigrateOptions = {},
): Promise<{ applied: string[] }> {
  const dialect = dialectFor(options.cluster);
  for (const sql of dialect.createTable(record))
    await telemetry.command({ name: "migrate", sql, timeoutSeconds: 60 });
  const done = new Set(await appliedMigrations(telemetry));
  const applied: string[] = [];
  for (const migration of migrations) {
    if (done.has(migration.name)) continue;
    for (const sql of migration.up(dialect)) {
      await telemetry.command({ name: `migrate ${migration.name}`, sql, timeoutSeconds: 60 });
    }
    await telemetry.command({
      name: "migrate",
      sql: `INSERT INTO ${record.name} SELECT {name:String}, now64(3)`,
      params: { name: migration.name },
    });
    options.log?.info({ migration: migration.name }, "telemetry migration applied");
    applied.push(migration.name);
  }
  await trimSystemLogs(telemetry, options.log);
  return { applied };
}

/** Names of the migrations that this store has, and through `pendingMigrations` those it lacks. */
export async function appliedMigrations(telemetry: Telemetry): Promise<string[]> {
  const rows = await telemetry.administer({
    name: "migrate applied",
    sql: `SELECT DISTINCT name FROM ${record.name} ORDER BY name`,
    row: z.object({ name: z.string() }),
  });
  return rows.map((row) => row.name);
}

export async function pendingMigrations(telemetry: Telemetry): Promise<string[]> {
  const done = new Set(await appliedMigrations(telemetry).catch(() => [] as string[]));
  return migrations.map((migration) => migration.name).filter((name) => !done.has(name));
}

const systemLogDays = 3;

/** ClickHouse's own logs grow for ever by default; three days are enough to look into a slow question. */
async function trimSystemLogs(telemetry: Telemetry, log: Logger | undefined): Promise<void> {
  const tables = await telemetry.administer({
    name: "system logs",
    sql: `SELECT name FROM system.tables WHERE database = 'system' AND engine LIKE '%MergeTree'
          AND match(name, '_log(_[0-9]+)?$') AND NOT position(create_table_query, 'toIntervalDay(${systemLogDays})')`,
    row: z.object({ name: z.string().regex(/^[a-z0-9_]+$/) }),
  });
  for (const { name } of tables) {
    const sql = `ALTER TABLE system.${name} MODIFY TTL event_date + toIntervalDay(${systemLogDays})`;
    await telemetry
      .command({ name: "system logs", sql })
      .catch((error) => log?.warn({ err: error, table: name }, "could not shorten a log of ClickHouse"));
  }
}
