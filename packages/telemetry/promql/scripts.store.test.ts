import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createTestTelemetry, type TestTelemetry } from "@triops/testing/clickhouse";
import { afterAll, beforeAll, describe, it } from "vitest";
import { createClickHouseStorage } from "./clickhouse/storage.ts";
import { readScript, runCommand, type World } from "./script.testing.ts";
import { storePoints } from "./store-points.testing.ts";

const folder = join(import.meta.dirname, "testdata");

let store: TestTelemetry;
beforeAll(async () => {
  store = await createTestTelemetry();
  // Scripts begin at the epoch, where everything has expired long since.
  for (const table of ["metric_samples", "metric_histograms", "metric_series"]) {
    await store.telemetry.command({ name: "test", sql: `ALTER TABLE ${table} REMOVE TTL` });
  }
});
afterAll(() => store.drop());

let worlds = 0;
const nextWorkspace = () => `01890000-0000-7000-8000-${String(++worlds).padStart(12, "0")}`;

/** Each `clear` goes on in a workspace of its own: samples are never taken back. */
function clickHouseWorld(): World {
  let workspaceId = nextWorkspace();
  return {
    originMs: 0,
    storage: () => createClickHouseStorage(store.telemetry, workspaceId),
    load: (series) => storePoints(store.telemetry, workspaceId, series),
    async clear() {
      workspaceId = nextWorkspace();
    },
  };
}

describe.each(readdirSync(folder).filter((file) => file.endsWith(".test")))("%s in ClickHouse", (file) => {
  const world = clickHouseWorld();
  for (const command of readScript(readFileSync(join(folder, file), "utf8"))) {
    const title =
      command.kind === "eval" ? `${command.line}: ${command.query}` : `${command.line}: ${command.kind}`;
    it(title, () => runCommand(command, world));
  }
});
