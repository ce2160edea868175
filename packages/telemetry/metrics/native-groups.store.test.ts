import { randomUUID } from "node:crypto";
import { createTestTelemetry, type TestTelemetry } from "@triops/testing/clickhouse";
import { afterAll, beforeAll, expect, it } from "vitest";
import { RowWriter, uuidBytes } from "../client/row-binary.ts";
import { histogramColumns, histogramsTable, writeHistogram } from "../tables/histograms.ts";
import { samplePrefix } from "../tables/samples.ts";
import { putSamples } from "../testing.ts";
import { rangeQuery } from "./range.ts";

const workspaceId = "01890000-0000-7000-8000-0000000000e1";
const metric = "latency_seconds";
const start = Math.floor(Date.now() / 60_000) * 60_000 - 600_000;
let store: TestTelemetry;
beforeAll(async () => {
  store = await createTestTelemetry();
});
afterAll(() => store.drop());

/** Stores running totals of two buckets, (1, 2] and (4, 8]. */
async function put(points: [seconds: number, low: number, high: number][]) {
  const id = await putSamples(store.telemetry, workspaceId, {
    metric,
    kind: "exponential",
    temporality: "cumulative",
    unit: "s",
    labels: { service: "a" },
    points: [],
    announcedAt: new Date(start),
  });
  const rows = new RowWriter();
  const prefix = samplePrefix(uuidBytes(workspaceId), metric, BigInt(id));
  for (const [seconds, low, high] of points) {
    const timeMs = start + seconds * 1_000;
    const none = {
      negativeIndexes: [],
      negativeCounts: [],
      customBounds: [],
      isDelta: false,
      isStale: false,
    };
    const counts = { zeroThreshold: 0, zeroCount: 0, count: low + high, positiveCounts: [low, high] };
    const rest = { sum: 0, min: Number.NaN, max: Number.NaN, schema: 0, positiveIndexes: [1, 3] };
    writeHistogram(rows, prefix, { timeMs, startTimeMs: start, ...counts, ...rest, ...none }, 36_500);
  }
  await store.telemetry.insertBinary({
    table: histogramsTable,
    columns: histogramColumns,
    body: [rows.take()],
    token: randomUUID(),
  });
}

it("answers quantiles of exponential histograms from what each step added, also after a restart", async () => {
  await put([
    [0, 100, 0],
    [30, 200, 0], // a hundred of (1, 2]
    [90, 200, 100], // a hundred of (4, 8]
    [150, 50, 0], // restarted: fifty of (1, 2]
  ]);
  const result = await rangeQuery(store.telemetry, {
    workspaceId,
    metric,
    filters: [],
    groupBy: ["service"],
    aggregate: "p50",
    from: new Date(start),
    to: new Date(start + 240_000),
    stepMs: 60_000,
  });
  expect(result.unit).toBe("s");
  const [group] = result.groups;
  expect(group?.labels).toEqual({ service: "a" });
  const [first, second, third, fourth] = group?.values ?? [];
  expect(first).toBeCloseTo(Math.SQRT2, 9);
  expect(second).toBeCloseTo(4 * Math.SQRT2, 9);
  expect(third).toBeCloseTo(Math.SQRT2, 9);
  expect(fourth).toBeNull();
});
