import { newId } from "@triops/kernel/ids";
import { createTestTelemetry } from "@triops/testing/clickhouse";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  bulkHistory,
  type HistoryPlace,
  metricHistory,
  reducedHistory,
  removeRunMetrics,
} from "./history.ts";
import type { MetricPoint } from "./points.ts";
import { writeRunMetrics } from "./write.ts";

let store: Awaited<ReturnType<typeof createTestTelemetry>>;
const workspaceId = newId();
const [first, second] = [newId(), newId()];

const point = (runId: string, step: number, value: number, key = "loss"): MetricPoint => ({
  runId,
  key,
  step,
  timestampMs: 1_700_000_000_000 + step,
  value,
  modelId: "",
  datasetName: "",
  datasetDigest: "",
});

beforeAll(async () => {
  store = await createTestTelemetry();
  const { telemetry } = store;
  const many = Array.from({ length: 5_000 }, (_, step) =>
    point(second, step, step === 777 ? 99 : Math.sin(step)),
  );
  await Promise.all([
    writeRunMetrics(telemetry, workspaceId, [
      point(first, -1, Number.NaN),
      point(first, 0, 0.5),
      point(first, 1, -0),
    ]),
    writeRunMetrics(telemetry, workspaceId, many),
    writeRunMetrics(telemetry, newId(), [point(first, 5, 5)]),
  ]);
  // Sent again: once all the same.
  await writeRunMetrics(telemetry, workspaceId, [
    point(first, 0, 0.5),
    point(first, 2, 1.7976931348623157e308),
  ]);
});
afterAll(() => store.drop());

describe("points of runs", () => {
  it("come back in order, each once, a page at a time, NaN among them", async () => {
    const values: number[] = [];
    let after: HistoryPlace | undefined;
    do {
      const page = await metricHistory(store.telemetry, {
        workspaceId,
        runId: first,
        key: "loss",
        limit: 2,
        after,
      });
      values.push(...page.points.map(({ figure }) => figure));
      after = page.next ?? undefined;
    } while (after);
    expect(values).toEqual([Number.NaN, 0.5, -0, 1.7976931348623157e308]);
  });

  it("of several runs keep evenly chosen steps with the first and the last", async () => {
    const question = {
      workspaceId,
      runIds: [first, second],
      key: "loss",
      startStep: 0,
      stepsMax: 10,
      limit: 1_000,
    };
    const rows = await bulkHistory(store.telemetry, question);
    const steps = rows.filter(({ run }) => run === second).map(({ step }) => step);
    expect(steps.length).toBeLessThanOrEqual(11);
    expect(steps.length).toBeGreaterThan(7);
    expect(steps[0]).toBe(0);
    expect(steps.at(-1)).toBe(4_999);
    expect(await bulkHistory(store.telemetry, { ...question, startStep: 1, endStep: 1 })).toHaveLength(2);
  });

  it("are reduced to a curve that keeps its spike", async () => {
    const curves = await reducedHistory(store.telemetry, {
      workspaceId,
      runIds: [first, second],
      key: "loss",
      points: 300,
    });
    const long = curves.find(({ runId }) => runId === second);
    expect(long?.total).toBe(5_000);
    expect(long?.points.length).toBeLessThanOrEqual(303);
    expect(long?.points.map(([step]) => step)).toContain(777);
    expect(long?.points.at(-1)?.[0]).toBe(4_999);
    expect(long?.points[0]?.[0]).toBe(0);
    expect(curves.find(({ runId }) => runId === first)?.points).toHaveLength(4);
  });

  it("are gone after removing them", async () => {
    await removeRunMetrics(store.telemetry, workspaceId, [first]);
    const { points } = await metricHistory(store.telemetry, {
      workspaceId,
      runId: first,
      key: "loss",
      limit: 9,
    });
    expect(points).toEqual([]);
  });
});
