import { randomUUID } from "node:crypto";
import { createLogger } from "@triops/kernel/logger";
import { createTestTelemetry, type TestTelemetry } from "@triops/testing/clickhouse";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { appliedMigrations, migrateTelemetry, pendingMigrations } from "../migrate.ts";
import { sampleColumns, samplePrefix, staleHigh, staleLow, writeSample } from "../tables/samples.ts";
import { RowWriter, uuidBytes } from "./row-binary.ts";
import { createTelemetry } from "./telemetry.ts";

const workspaceId = "01890000-0000-7000-8000-000000000001";
let store: TestTelemetry;
beforeAll(async () => {
  store = await createTestTelemetry();
});
afterAll(() => store.drop());

function samples(count: number, agoMs = 60_000): Buffer {
  const writer = new RowWriter();
  const prefix = samplePrefix(uuidBytes(workspaceId), "m", 18_446_744_073_709_551_615n);
  const start = Date.now() - agoMs;
  for (let i = 0; i < count; i++) writeSample(writer, prefix, start + i, staleLow, staleHigh, 30);
  return writer.take();
}

async function count(): Promise<number> {
  const [row] = await store.telemetry.administer({
    name: "test",
    sql: "SELECT count() AS n FROM metric_samples",
    row: z.object({ n: z.coerce.number() }),
  });
  return row?.n ?? 0;
}

describe("telemetry client", () => {
  it("keeps a stale marker's bits, a 64-bit id and the workspace", async () => {
    await store.telemetry.insertBinary({
      table: "metric_samples",
      columns: sampleColumns,
      body: [samples(1)],
      token: randomUUID(),
    });
    const rows = await store.telemetry.query({
      name: "test",
      sql: `SELECT hex(reinterpretAsUInt64(value)) AS bits, toString(series_id) AS id FROM metric_samples
            WHERE workspace_id = {workspaceId:UUID} AND toUnixTimestamp64Milli(time) BETWEEN {fromMs:Int64} AND {toMs:Int64}`,
      row: z.object({ bits: z.string(), id: z.string() }),
      workspaceId,
      window: { from: new Date(Date.now() - 120_000), to: new Date() },
    });
    expect(rows).toEqual([{ bits: "7FF0000000000002", id: "18446744073709551615" }]);
  });

  it("counts a batch once when it is sent again with its token", async () => {
    const body = [samples(500)];
    const token = randomUUID();
    const before = await count();
    for (let i = 0; i < 3; i++) {
      await store.telemetry.insertBinary({ table: "metric_samples", columns: sampleColumns, body, token });
    }
    expect(await count()).toBe(before + 500);
  });

  it("counts a named part of a batch once, in whichever batches it comes", async () => {
    const parts = Array.from({ length: 200 }, (_, i) => ({
      token: randomUUID(),
      body: samples(3, 3_600_000 + i * 1_000),
    }));
    const send = (some: typeof parts) =>
      store.telemetry.insertBinary({
        table: "metric_samples",
        columns: sampleColumns,
        body: some.map((part) => part.body),
        parts: some.map((part) => ({ token: part.token, bytes: part.body.length })),
        token: randomUUID(),
      });
    const before = await count();
    await Promise.all([send(parts.slice(0, 120)), send(parts.slice(100)), send(parts.slice(0, 1))]);
    await send(parts);
    expect(await count()).toBe(before + 600);
  });

  it("refuses a question that does not bind workspace and time", async () => {
    const window = { from: new Date(0), to: new Date(1) };
    const asked = store.telemetry.query({
      name: "bad",
      sql: "SELECT 1",
      row: z.unknown(),
      workspaceId,
      window,
    });
    await expect(asked).rejects.toThrow("does not bind {workspaceId:UUID}");
  });

  it("says unavailable when the store is away, within the wait it was given", async () => {
    const away = createTelemetry({ url: "http://127.0.0.1:9", log: createLogger("test", "silent") });
    const started = Date.now();
    const insert = away.insertBinary({
      table: "metric_samples",
      columns: sampleColumns,
      body: [samples(1)],
      token: "t",
      waitMsMax: 500,
    });
    await expect(insert).rejects.toMatchObject({ code: "unavailable", retryAfterSeconds: 5 });
    expect(Date.now() - started).toBeLessThan(3_000);
    await expect(away.ping()).rejects.toMatchObject({ code: "unavailable" });
    await away.close();
  });
});

describe("migrateTelemetry", () => {
  it("applies each migration once and may run again", async () => {
    expect(await pendingMigrations(store.telemetry)).toEqual([]);
    const names = await appliedMigrations(store.telemetry);
    expect(names[0]).toBe("0001_metrics");
    expect(await migrateTelemetry(store.telemetry)).toEqual({ applied: [] });
  });
});
