import { createTestTelemetry, type TestTelemetry } from "@triops/testing/clickhouse";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rollUpMetrics } from "../rollups/roll-up.ts";
import { putSamples } from "../testing.ts";
import { rangeQuery } from "./range.ts";

const workspaceId = "01890000-0000-7000-8000-000000000001";
const other = "01890000-0000-7000-8000-000000000002";
// Notes about late hours expire after a week of real time.
const start = Math.floor(Date.now() / 86_400_000 - 1) * 86_400_000 + 12 * 3_600_000 - 86_400_000;
const at = (seconds: number) => new Date(start + seconds * 1_000);

let store: TestTelemetry;
beforeAll(async () => {
  store = await createTestTelemetry();
});
afterAll(() => store.drop());

describe("rangeQuery", () => {
  it("averages, bounds and leaves gaps empty", async () => {
    await putSamples(store.telemetry, workspaceId, {
      metric: "temp",
      kind: "gauge",
      labels: { host: "a" },
      points: [
        [at(0), 1],
        [at(30), 3],
        [at(60), 10],
        [at(180), 4],
      ],
    });
    await putSamples(store.telemetry, other, {
      metric: "temp",
      kind: "gauge",
      labels: { host: "a" },
      points: [[at(0), 999]],
    });
    const result = await rangeQuery(store.telemetry, {
      workspaceId,
      metric: "temp",
      filters: [],
      groupBy: ["host"],
      aggregate: "avg",
      from: at(0),
      to: at(240),
      stepMs: 60_000,
    });
    expect(result.times).toEqual([0, 60, 120, 180].map((s) => start + s * 1_000));
    expect(result.groups).toEqual([
      {
        labels: { host: "a" },
        seriesCount: 1,
        values: [2, 10, null, 4],
        min: [1, 10, null, 4],
        max: [3, 10, null, 4],
      },
    ]);
    expect(result).toMatchObject({ seriesTotal: 1, groupsTotal: 1, source: "raw", kind: "gauge" });
  });

  it("chooses its step from how often samples come, not from how long nobody sent any", async () => {
    const before = Array.from({ length: 12 }, (_, i) => [at(i * 10), 1] as [Date, number]);
    const after = Array.from({ length: 12 }, (_, i) => [at(1_080 + i * 10), 1] as [Date, number]);
    await putSamples(store.telemetry, workspaceId, {
      metric: "interrupted",
      kind: "gauge",
      labels: {},
      points: [...before, ...after],
    });
    const result = await rangeQuery(store.telemetry, {
      workspaceId,
      metric: "interrupted",
      filters: [],
      groupBy: [],
      aggregate: "avg",
      from: at(0),
      to: at(1_200),
    });
    expect(result.stepMs).toBe(10_000);
    expect(result.groups[0]?.values.filter((value) => value !== null)).toHaveLength(24);
  });

  it("shows what was sent long after it was measured", async () => {
    const hourAgo = new Date(Math.floor(Date.now() / 60_000) * 60_000 - 3_600_000);
    await putSamples(store.telemetry, workspaceId, {
      metric: "late.history",
      kind: "gauge",
      labels: {},
      points: [[hourAgo, 7]],
      announcedAt: new Date(),
    });
    const result = await rangeQuery(store.telemetry, {
      workspaceId,
      metric: "late.history",
      filters: [],
      groupBy: [],
      aggregate: "avg",
      from: new Date(hourAgo.getTime() - 60_000),
      to: new Date(hourAgo.getTime() + 60_000),
      stepMs: 60_000,
    });
    expect(result.groups[0]?.values).toEqual([null, 7]);
  });

  it("sums series by their means, not by how often they send", async () => {
    for (const [host, every] of [
      ["a", 10],
      ["b", 30],
    ] as const) {
      const points = Array.from({ length: 60 / every }, (_, i) => [at(i * every), 5] as [Date, number]);
      await putSamples(store.telemetry, workspaceId, {
        metric: "load",
        kind: "gauge",
        labels: { host },
        points,
      });
    }
    const ask = (aggregate: "sum" | "count" | "avg") =>
      rangeQuery(store.telemetry, {
        workspaceId,
        metric: "load",
        filters: [],
        groupBy: [],
        aggregate,
        from: at(0),
        to: at(60),
        stepMs: 60_000,
      });
    expect((await ask("sum")).groups[0]?.values).toEqual([10]);
    expect((await ask("avg")).groups[0]?.values).toEqual([5]);
    expect((await ask("count")).groups[0]?.values).toEqual([2]);
  });

  it("rates a counter across a restart and never across a long silence", async () => {
    await putSamples(store.telemetry, workspaceId, {
      metric: "requests_total",
      kind: "counter",
      labels: {},
      points: [
        [at(-30), 100],
        [at(0), 130],
        [at(30), 160],
        [at(60), 20], // restarted: 20 since then
        [at(90), 50],
        [at(1_000), 5_000],
        [at(1_030), 5_060],
      ],
    });
    const ask = (aggregate: "rate" | "increase") =>
      rangeQuery(store.telemetry, {
        workspaceId,
        metric: "requests_total",
        filters: [],
        groupBy: [],
        aggregate,
        from: at(0),
        to: at(1_080),
        stepMs: 60_000,
      });
    const increase = (await ask("increase")).groups[0]?.values ?? [];
    expect(increase.slice(0, 3)).toEqual([60, 50, null]);
    expect(increase[17]).toBe(60);
    const rate = (await ask("rate")).groups[0]?.values ?? [];
    expect(rate[0]).toBeCloseTo(1, 12);
    expect(rate[1]).toBeCloseTo(50 / 60, 12);
    expect(rate[17]).toBeCloseTo(2, 12);
  });

  it("sums deltas as they are", async () => {
    const points = [0, 10, 20, 70].map((s) => [at(s), 5] as [Date, number]);
    await putSamples(store.telemetry, workspaceId, {
      metric: "jobs_total",
      kind: "delta",
      temporality: "delta",
      labels: {},
      points,
    });
    const result = await rangeQuery(store.telemetry, {
      workspaceId,
      metric: "jobs_total",
      filters: [],
      groupBy: [],
      aggregate: "rate",
      from: at(0),
      to: at(120),
      stepMs: 60_000,
    });
    expect(result.groups[0]?.values).toEqual([15 / 60, 5 / 60]);
  });

  it("adds up running totals and deltas of one metric, each read its own way", async () => {
    const put = (service: string, kind: "counter" | "delta", points: [Date, number][]) =>
      putSamples(store.telemetry, workspaceId, {
        metric: "calls_total",
        kind,
        temporality: kind === "delta" ? "delta" : "cumulative",
        labels: { service },
        points,
      });
    await put("a", "counter", [
      [at(0), 100],
      [at(30), 130],
      [at(90), 190],
    ]);
    await put("b", "delta", [
      [at(20), 30],
      [at(50), 30],
      [at(80), 30],
    ]);
    const ask = (groupBy: string[]) =>
      rangeQuery(store.telemetry, {
        workspaceId,
        metric: "calls_total",
        filters: [],
        groupBy,
        aggregate: "increase",
        from: at(0),
        to: at(120),
        stepMs: 60_000,
      });
    expect((await ask([])).groups[0]?.values).toEqual([90, 90]);
    const apart = (await ask(["service"])).groups.map((one) => [one.labels.service, one.values]);
    expect(Object.fromEntries(apart)).toEqual({ a: [30, 60], b: [60, 30] });
  });

  it("takes percentiles of samples with the usual interpolation", async () => {
    const points = Array.from({ length: 10 }, (_, i) => [at(i), i + 1] as [Date, number]);
    await putSamples(store.telemetry, workspaceId, { metric: "lat", kind: "gauge", labels: {}, points });
    const result = await rangeQuery(store.telemetry, {
      workspaceId,
      metric: "lat",
      filters: [],
      groupBy: [],
      aggregate: "p95",
      from: at(0),
      to: at(60),
      stepMs: 60_000,
    });
    expect(result.groups[0]?.values[0]).toBeCloseTo(9.55, 9);
  });

  it("estimates a percentile of a histogram from its buckets", async () => {
    for (const [le, counts] of [
      ["0.1", [0, 50]],
      ["0.5", [0, 90]],
      ["1", [0, 100]],
      ["+Inf", [0, 100]],
    ] as const) {
      const points = counts.map((count, i) => [at(i * 30), count] as [Date, number]);
      await putSamples(store.telemetry, workspaceId, {
        metric: "http_bucket",
        kind: "histogram",
        temporality: "cumulative",
        labels: { le },
        points,
      });
    }
    const sum = { metric: "http_sum", kind: "histogram" as const, unit: "s", labels: {} };
    await putSamples(store.telemetry, workspaceId, { ...sum, points: [[at(0), 0]] });
    const result = await rangeQuery(store.telemetry, {
      workspaceId,
      metric: "http_bucket",
      filters: [],
      groupBy: [],
      aggregate: "p95",
      from: at(0),
      to: at(60),
      stepMs: 60_000,
    });
    expect(result.groups[0]?.values[0]).toBeCloseTo(0.75, 12);
    expect(result.unit).toBe("s");
  });

  it("filters by equality and by regular expression over the whole value", async () => {
    for (const host of ["web-1", "web-2", "db-1"]) {
      await putSamples(store.telemetry, workspaceId, {
        metric: "up",
        kind: "gauge",
        labels: { host },
        points: [[at(0), 1]],
      });
    }
    const count = async (op: "=" | "!=" | "=~" | "!~", value: string) =>
      (
        await rangeQuery(store.telemetry, {
          workspaceId,
          metric: "up",
          filters: [{ label: "host", op, value }],
          groupBy: ["host"],
          aggregate: "avg",
          from: at(0),
          to: at(60),
          stepMs: 60_000,
        })
      ).groups
        .map((group) => group.labels.host)
        .sort();
    expect(await count("=", "web-1")).toEqual(["web-1"]);
    expect(await count("!=", "web-1")).toEqual(["db-1", "web-2"]);
    expect(await count("=~", "web-.*")).toEqual(["web-1", "web-2"]);
    expect(await count("=~", "web")).toEqual([]);
    expect(await count("!~", "web-.|x' OR 1=1 --")).toEqual(["db-1"]);
    expect(await count("=", "x' OR '1'='1")).toEqual([]);
  });

  it("answers the same from rollups as from samples, before and after late ones", async () => {
    const day = start - 86_400_000;
    const points: [Date, number][] = [];
    let total = 0;
    for (let second = 0; second < 6 * 3_600; second += 30) {
      total = second === 9_000 ? 3 : total + ((second * 7) % 11);
      points.push([new Date(day + second * 1_000), total]);
    }
    const series = { metric: "work_total", kind: "counter" as const, labels: { host: "r" } };
    await putSamples(store.telemetry, workspaceId, {
      ...series,
      points: points.filter((_, i) => i % 100 !== 7),
    });
    const now = new Date(day + 5 * 3_600_000 + 30_000);
    const done = await rollUpMetrics(store.telemetry, { now });
    expect(done.hours).toBeGreaterThanOrEqual(4);
    const ask = (
      stepMs: number,
      aggregate: "avg" | "increase" | "max",
      fromMs = day,
      toMs = day + 6 * 3_600_000,
    ) =>
      rangeQuery(store.telemetry, {
        workspaceId,
        metric: "work_total",
        filters: [],
        groupBy: [],
        aggregate,
        from: new Date(fromMs),
        to: new Date(toMs),
        stepMs,
      });
    const rolled = await ask(600_000, "increase");
    expect(rolled.source).toBe("1m");
    const raw: (number | null)[] = [];
    for (let hour = 0; hour < 6; hour += 2) {
      const part = await ask(600_000, "increase", day + hour * 3_600_000, day + (hour + 2) * 3_600_000);
      expect(part.source).toBe("raw");
      raw.push(...(part.groups[0]?.values ?? []));
    }
    expect(rolled.groups[0]?.values).toEqual(raw);
    const hourly = await ask(3_600_000, "increase");
    expect(hourly.source).toBe("1h");
    const perHour = Array.from({ length: 6 }, (_, hour) =>
      raw.slice(hour * 6, hour * 6 + 6).reduce<number>((sum, v) => sum + (v ?? 0), 0),
    );
    expect(hourly.groups[0]?.values).toEqual(perHour);

    const late = points.filter((_, i) => i % 100 === 7);
    await putSamples(store.telemetry, workspaceId, { ...series, points: late, noteLateAt: now });
    const before = await ask(600_000, "avg", day, day + 2 * 3_600_000);
    expect(before.source).toBe("raw");
    const early = async () => (await ask(600_000, "avg")).groups[0]?.values.slice(0, 12);
    await expect.poll(early, { timeout: 5_000 }).toEqual(before.groups[0]?.values);
    const again = await rollUpMetrics(store.telemetry, { now: new Date(now.getTime() + 60_000) });
    expect(again.lateHours).toBeGreaterThan(0);
    const after = await ask(600_000, "avg");
    expect(after.groups[0]?.values.slice(0, 12)).toEqual(before.groups[0]?.values);
  });
});
