import { applyMigrations, pendingMigrations } from "@triops/database/migrate";
import { createLogger } from "@triops/kernel/logger";
import { createTelemetry, type Telemetry } from "@triops/telemetry/client/telemetry";
import { migrateTelemetry, pendingMigrations as pendingTelemetry } from "@triops/telemetry/migrate";
import { readCliEnv } from "./env.ts";

interface Databases {
  databaseUrl: string;
  clickhouseUrl: string;
}

async function withTelemetry<T>(url: string, use: (telemetry: Telemetry) => Promise<T>): Promise<T> {
  const telemetry = createTelemetry({ url, log: createLogger("migrate", "warn") });
  try {
    return await use(telemetry);
  } finally {
    await telemetry.close();
  }
}

/** Brings both databases up to date. @returns the names of the migrations applied now */
export async function migrateStores(stores: Databases): Promise<{ ledger: string[]; telemetry: string[] }> {
  const ledger = await applyMigrations(stores.databaseUrl);
  const telemetry = await withTelemetry(stores.clickhouseUrl, (client) =>
    migrateTelemetry(client, { cluster: readCliEnv().CLICKHOUSE_CLUSTER }),
  );
  return { ledger, telemetry: telemetry.applied };
}

/** Names of migrations that either database lacks. */
export async function pendingOf(stores: Databases): Promise<string[]> {
  const ledger = await pendingMigrations(stores.databaseUrl);
  return [...ledger, ...(await withTelemetry(stores.clickhouseUrl, pendingTelemetry))];
}
