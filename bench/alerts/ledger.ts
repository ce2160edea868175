import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { applyMigrations } from "@triops/database/migrate";
import { createRuntime } from "@triops/domains/boot";
import type { Caller, Runtime } from "@triops/domains/runtime";
import { type Stores, startStores } from "@triops/embedded/stores";
import { systemContext } from "@triops/kernel/context";
import { newId } from "@triops/kernel/ids";
import { createLogger } from "@triops/kernel/logger";
import { migrateTelemetry } from "@triops/telemetry/migrate";

export const secretKey = "a secret key that is used by benches only";

/** All three stores, migrated, with one workspace, in a folder that disappears with them. */
export type Ledger = {
  stores: Stores;
  runtime: Runtime;
  workspaceId: string;
  /** What a process of the product needs to run on these stores. */
  env: Record<string, string>;
  caller(): Caller;
  close(): Promise<void>;
};

export async function startLedger(): Promise<Ledger> {
  const folder = mkdtempSync(join(tmpdir(), "triops-bench-"));
  const stores = await startStores({ dataDir: folder });
  const log = createLogger("bench", "warn");
  const env = {
    DATABASE_URL: stores.databaseUrl,
    CLICKHOUSE_URL: stores.clickhouseUrl,
    REDIS_URL: stores.redisUrl,
    OBJECT_STORE_URL: folder,
    TRIOPS_SECRET_KEY: secretKey,
    TRIOPS_WEB_URL: "http://127.0.0.1:1",
    TRIOPS_GATEWAY_URL: "http://127.0.0.1:1",
    LOG_LEVEL: "warn",
    MAIL_FROM: "bench@localhost",
  } as const;
  const { runtime, close } = createRuntime({ ...env, TRIOPS_SCRAPE_CIDRS: [] }, log);
  await applyMigrations(stores.databaseUrl);
  await migrateTelemetry(runtime.telemetry);
  const workspaceId = newId();
  await runtime.database.workspace.create({ data: { id: workspaceId, slug: "bench", name: "Bench" } });
  return {
    stores,
    runtime,
    workspaceId,
    env,
    caller: () => ({ runtime, context: systemContext(workspaceId, "bench", new Date(), newId()) }),
    async close() {
      await close();
      await stores.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
