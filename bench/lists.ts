/**
 * How long lists take at their sizes of record (p95 in milliseconds, straight from the stores, the bar is 150).
 * `--only logs`, `--turns 20`; one file per list in `bench/lists/`.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startStores } from "@triops/embedded/stores";
import { newId } from "@triops/kernel/ids";
import { createLogger } from "@triops/kernel/logger";
import { createTelemetry } from "@triops/telemetry/client/telemetry";
import { migrateTelemetry } from "@triops/telemetry/migrate";
import { type ListBench, p95 } from "./lists/list.ts";
import { llm } from "./lists/llm.ts";
import { logs } from "./lists/logs.ts";
import { traces } from "./lists/traces.ts";
import { type Figure, report } from "./report.ts";

const lists: readonly ListBench[] = [logs, traces, llm];
const barMs = 150;

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== "--"),
  options: { only: { type: "string" }, turns: { type: "string", default: "20" } },
});

const folder = mkdtempSync(join(tmpdir(), "triops-lists-"));
// Postgres and Redis are started only by a list that needs them; these addresses nobody asks.
const existing = { databaseUrl: "postgres://unused", redisUrl: "redis://unused" };
const stores = await startStores({ dataDir: folder, existing });
const log = createLogger("bench", "warn");
const telemetry = createTelemetry({ url: stores.clickhouseUrl, log });
try {
  await migrateTelemetry(telemetry);
  const figures: Figure[] = [];
  for (const list of lists) {
    if (values.only !== undefined && list.name !== values.only) continue;
    const questions = await list.prepare({ stores, telemetry, workspaceId: newId() });
    // Parts are merged in the background for a while after such a load.
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    for (const [what, ask] of Object.entries(questions)) {
      const times: number[] = [];
      await ask();
      for (let turn = 0; turn < Number(values.turns); turn++) {
        const startedMs = performance.now();
        await ask();
        times.push(performance.now() - startedMs);
      }
      const peer = { name: "bar", value: barMs };
      figures.push({ name: `${list.name}: ${what}`, value: p95(times), unit: "ms p95", peer });
    }
  }
  report("lists", figures, { turns: Number(values.turns) });
} finally {
  await telemetry.close();
  await stores.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
