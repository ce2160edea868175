import { z } from "zod";
import type { Runtime } from "./runtime.ts";

/** What the ledger's promises rest on. The last three are ours, sent with each connection of the pool. */
const ledgerSettings: Record<string, string> = {
  fsync: "on",
  synchronous_commit: "on",
  statement_timeout: "10000",
  lock_timeout: "2000",
  idle_in_transaction_session_timeout: "15000",
};

const samplesWindow = z.object({ engine: z.string() });

/**
 * Reads back what was set, because a setting that silently does not hold is found out too late.
 * @returns one sentence per setting that differs; a store that is away is no difference, its own check tells
 */
export async function differingSettings(runtime: Pick<Runtime, "database" | "telemetry">): Promise<string[]> {
  const rows = await runtime.database.$queryRaw<{ name: string; setting: string }[]>`
    SELECT name, setting FROM pg_settings WHERE name = ANY (${Object.keys(ledgerSettings)})`;
  const found = rows
    .filter(({ name, setting }) => setting !== ledgerSettings[name])
    .map(({ name, setting }) => `Postgres has ${name} = ${setting}, not ${ledgerSettings[name]}`);
  const [samples] = await runtime.telemetry.administer({
    name: "boot.settings",
    sql: `SELECT engine_full AS engine FROM system.tables
          WHERE database = currentDatabase() AND name = 'metric_samples'`,
    params: {},
    row: samplesWindow,
  });
  if (samples && !/deduplication_window = 1000/.test(samples.engine)) {
    found.push(
      "ClickHouse's metric_samples has no deduplication window of 1000: a retried insert may count twice",
    );
  }
  return found;
}
