import { createTestTelemetry, type TestTelemetry } from "@triops/testing/clickhouse";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { putSamples } from "../testing.ts";
import { ingestHealth } from "./ingest-health.ts";
import { listLabelNames, listLabelValues } from "./labels.ts";
import { latestPoints } from "./latest.ts";
import { listMetrics } from "./list.ts";
import { rangeQuery } from "./range.ts";

const workspaceId = "01890000-0000-7000-8000-000000000001";
const other = "01890000-0000-7000-8000-000000000002";
const now = Date.now();
const ago = (seconds: number) => new Date(now - seconds * 1_000);
const window = { from: ago(3_600), to: new Date(now + 1_000) };

let store: TestTelemetry;
beforeAll(async () => {
  store = await createTestTelemetry();
  const points = [
    [ago(60), 1],
    [ago(30), 2],
  ] as const;
  const put = (metric: string, labels: Record<string, string>, ws = workspaceId) =>
    putSamples(store.telemetry, ws, { metric, kind: "gauge", unit: "1", labels, points });
  await put("cpu_ratio", { host: "a", mode: "user" });
  await put("cpu_ratio", { host: "b", mode: "user" });
  await put("mem_bytes", { host: "a" });
  await put("secret_metric", { host: "z" }, other);
  await putSamples(store.telemetry, workspaceId, {
    metric: "old_metric",
    kind: "gauge",
    labels: { host: "a" },
    points: [[ago(86_400), 1]],
  });
});
afterAll(() => store.drop());

describe("listMetrics", () => {
  it("lists what sent within the window, of one workspace, page by page", async () => {
    const first = await listMetrics(store.telemetry, { workspaceId, window, limit: 1 });
    expect(first.data.map((row) => [row.metric, row.seriesCount, row.kind, row.unit])).toEqual([
      ["cpu_ratio", 2, "gauge", "1"],
    ]);
    const second = await listMetrics(store.telemetry, {
      workspaceId,
      window,
      limit: 1,
      cursor: first.nextCursor ?? "",
    });
    expect(second.data.map((row) => row.metric)).toEqual(["mem_bytes"]);
    expect(second.nextCursor).toBeNull();
  });

  it("finds by any part of the name, ignoring case", async () => {
    const found = await listMetrics(store.telemetry, { workspaceId, window, search: "MEM" });
    expect(found.data.map((row) => row.metric)).toEqual(["mem_bytes"]);
  });
});

describe("when a metric was last heard", () => {
  it("is the time of its newest sample, not of its latest announcement", async () => {
    await putSamples(store.telemetry, other, {
      metric: "zz_live",
      kind: "gauge",
      labels: {},
      points: [
        [ago(200), 1],
        [ago(20), 1],
      ],
      announcedAt: ago(200),
    });
    const { data } = await listMetrics(store.telemetry, { workspaceId: other, window, search: "zz_live" });
    expect(data[0]?.lastSeen).toEqual(new Date(Math.floor(ago(20).getTime() / 1_000) * 1_000));
  });
});

describe("labels", () => {
  it("names labels and their values", async () => {
    expect(await listLabelNames(store.telemetry, { workspaceId, window, metric: "cpu_ratio" })).toEqual([
      { label: "host", valueCount: 2 },
      { label: "mode", valueCount: 1 },
    ]);
    expect(await listLabelValues(store.telemetry, { workspaceId, window, label: "host" })).toEqual([
      { value: "a", seriesCount: 2 },
      { value: "b", seriesCount: 1 },
    ]);
  });
});

describe("latestPoints", () => {
  it("answers many selectors at once and says which series belongs to which", async () => {
    const rows = await latestPoints(store.telemetry, {
      workspaceId,
      selectors: [
        { id: "all", metric: "cpu_ratio", filters: [] },
        { id: "onlyB", metric: "cpu_ratio", filters: [{ label: "host", op: "=~", value: "b|c" }] },
        { id: "mem", metric: "mem_bytes", filters: [] },
        { id: "foreign", metric: "secret_metric", filters: [] },
      ],
      since: ago(45),
      until: new Date(now),
    });
    const seen = rows.map((row) => [row.metric, row.labels.host, row.selectorIds, row.times, row.values]);
    expect(seen.sort()).toEqual([
      ["cpu_ratio", "a", ["all"], [now - 30_000], [2]],
      ["cpu_ratio", "b", ["all", "onlyB"], [now - 30_000], [2]],
      ["mem_bytes", "a", ["mem"], [now - 30_000], [2]],
    ]);
  });

  it("names series that fell silent, without points", async () => {
    const rows = await latestPoints(store.telemetry, {
      workspaceId,
      selectors: [{ id: "m", metric: "mem_bytes", filters: [] }],
      since: ago(10),
      until: new Date(now),
    });
    expect(rows).toMatchObject([{ metric: "mem_bytes", times: [], values: [] }]);
  });
});

describe("questions", () => {
  it("400 for an invalid regular expression", async () => {
    const question = {
      workspaceId,
      metric: "cpu_ratio",
      filters: [{ label: "host", op: "=~" as const, value: "(" }],
      groupBy: [],
      aggregate: "avg" as const,
      from: ago(600),
      to: new Date(now),
    };
    await expect(rangeQuery(store.telemetry, question)).rejects.toMatchObject({ code: "invalid" });
  });

  it("choose a step no finer than the samples come", async () => {
    const result = await rangeQuery(store.telemetry, {
      workspaceId,
      metric: "cpu_ratio",
      filters: [],
      groupBy: ["host"],
      aggregate: "avg",
      from: ago(600),
      to: new Date(now),
    });
    expect(result.stepMs).toBe(30_000);
    expect(result.groupsTotal).toBe(2);
  });

  it("say that nothing came in when nothing did", async () => {
    const health = await ingestHealth(store.telemetry, {
      workspaceId: "01890000-0000-7000-8000-00000000000f",
      window,
    });
    expect(health).toEqual({ totals: [], minutes: [], newestSample: null });
    expect((await ingestHealth(store.telemetry, { workspaceId, window })).newestSample).toEqual(ago(30));
  });
});
