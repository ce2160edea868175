import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type StoreUrls, startStores } from "@triops/embedded/stores";

declare module "vitest" {
  export interface ProvidedContext {
    stores: StoreUrls;
  }
}

/**
 * Stores of the test run's own, in a folder that disappears with them: never the ones that `npm start` uses.
 * Each test file then takes its own database in them (`clickhouse.ts`, `redis.ts`).
 */
export async function startTestStores(): Promise<{ urls: StoreUrls; stop(): Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), "triops-test-"));
  const stores = await startStores({ dataDir, disposable: true });
  return {
    urls: { databaseUrl: stores.databaseUrl, clickhouseUrl: stores.clickhouseUrl, redisUrl: stores.redisUrl },
    async stop() {
      await stores.stop();
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
