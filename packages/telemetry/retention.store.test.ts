import { createTestTelemetry, type TestTelemetry } from "@triops/testing/clickhouse";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { putSamples } from "./testing.ts";

const workspaceId = "01890000-0000-7000-8000-000000000001";
let store: TestTelemetry;
beforeAll(async () => {
  store = await createTestTelemetry();
});
afterAll(() => store.drop());

describe("retention", () => {
  it("drops what a workspace's class no longer keeps and nothing else", async () => {
    const threeDaysAgo = new Date(Date.now() - 3 * 86_400_000);
    const series = { kind: "gauge" as const, labels: {}, points: [[threeDaysAgo, 1]] as const };
    await putSamples(store.telemetry, workspaceId, { ...series, metric: "short", retentionDays: 1 });
    await putSamples(store.telemetry, workspaceId, { ...series, metric: "long", retentionDays: 30 });
    await store.telemetry.command({ name: "test", sql: "OPTIMIZE TABLE metric_samples FINAL" });
    const rows = await store.telemetry.administer({
      name: "test",
      sql: "SELECT metric FROM metric_samples",
      row: z.object({ metric: z.string() }),
    });
    expect(rows).toEqual([{ metric: "long" }]);
  });

  it("keeps each class in partitions of its own, so that whole parts expire", async () => {
    const [row] = await store.telemetry.administer({
      name: "test",
      sql: "SELECT partition_key AS key, engine_full AS engine FROM system.tables WHERE database = currentDatabase() AND name = 'metric_samples'",
      row: z.object({ key: z.string(), engine: z.string() }),
    });
    expect(row?.key).toContain("retention_days");
    expect(row?.engine).toContain("ttl_only_drop_parts = 1");
    expect(row?.engine).toContain("non_replicated_deduplication_window = 1000");
  });
});
