import type { Caller } from "@triops/domains/runtime";
import { createHarness, type Harness } from "@triops/testing/harness";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hexOf } from "./ids.ts";
import { experimentKeys, getExperiment, listExperiments } from "./read-experiments.ts";
import { registrationsIn } from "./read-models.ts";
import { compareRuns, getRun, listRuns, metricHistories } from "./read-runs.ts";
import { logBatch } from "./runs/log.ts";
import { updateRun } from "./runs/update.ts";
import { makeExperiment, makeRun } from "./testing.ts";
import { removeExperiment } from "./trash.ts";

let harness: Harness;
let caller: Caller;
let stranger: Caller;
beforeAll(async () => {
  harness = await createHarness({ clickhouse: true });
  caller = await harness.callerAs(await harness.makeWorkspace(), "editor");
  stranger = await harness.callerAs(await harness.makeWorkspace(), "editor");
});
afterAll(() => harness.close());

const metric = (key: string, value: number, step = 0) => ({
  key,
  value,
  step,
  timestampMs: 1_700_000_000_000 + step,
});

describe("experiments on screen", () => {
  it("counts runs, those under way, and says when one last moved", async () => {
    const { number } = await makeExperiment(caller, "counted");
    const one = await makeRun(caller, number);
    await makeRun(caller, number);
    await updateRun(caller, hexOf(one.id), { status: "FINISHED", endTimeMs: one.startTimeMs + 60_000 });
    const found = await getExperiment.call(caller, { id: String(number) });
    expect(found).toMatchObject({ name: "counted", runCount: 2, runningCount: 1 });
    expect(found.lastActivityAt).toBe(new Date(one.startTimeMs + 60_000).toISOString());
  });

  it("the trash lists the deleted ones only, with their runs", async () => {
    const { number } = await makeExperiment(caller, "thrown away");
    await makeRun(caller, number);
    await removeExperiment.call(caller, { id: String(number) });
    const names = async (view: "active" | "deleted") =>
      (await listExperiments.call(caller, { view, search: "thrown" })).data.map(({ name, runCount }) => [
        name,
        runCount,
      ]);
    expect(await names("active")).toEqual([]);
    expect(await names("deleted")).toEqual([["thrown away", 1]]);
  });

  it("names of what its runs logged come most used first", async () => {
    const { number } = await makeExperiment(caller);
    for (const extra of [[], [metric("rare", 1)]]) {
      const run = await makeRun(caller, number);
      await logBatch(caller, hexOf(run.id), {
        metrics: [metric("often", 1), ...extra],
        params: [{ key: "depth", value: "3" }],
        tags: [],
      });
    }
    const keys = await experimentKeys.call(caller, { id: String(number) });
    expect(keys).toEqual({ metrics: ["often", "rare"], params: ["depth"], tags: ["mlflow.runName"] });
  });
});

describe("runs on screen", () => {
  it("a run has its params and newest metrics; NaN and infinities travel by name", async () => {
    const run = await makeRun(caller);
    await logBatch(caller, hexOf(run.id), {
      metrics: [
        metric("loss", Number.NaN),
        metric("up", Number.POSITIVE_INFINITY),
        metric("acc", 0.5, 3),
        metric("acc", 0.4, 2),
      ],
      params: [{ key: "lr", value: "0.1" }],
      tags: [{ key: "note", value: "x".repeat(1_000) }],
    });
    const found = await getRun.call(caller, { id: hexOf(run.id) });
    expect(found.metrics).toMatchObject({
      loss: { value: "NaN" },
      up: { value: "Infinity" },
      acc: { value: 0.5, step: 3 },
    });
    expect(found.params).toEqual({ lr: "0.1" });
    expect(found.tags.note).toHaveLength(1_000);
    const [listed] = (await compareRuns.call(caller, { runIds: hexOf(run.id) as never })).data;
    expect(listed?.tags.note).toHaveLength(301);
  });

  it("lists by filter with OR, pages by cursor, and refuses what cannot be read", async () => {
    const { number } = await makeExperiment(caller);
    for (const value of [1, 2, 3]) {
      const run = await makeRun(caller, number);
      await logBatch(caller, hexOf(run.id), { metrics: [metric("m", value)], params: [], tags: [] });
    }
    const question = {
      experimentIds: String(number),
      filter: "metrics.m < 2 OR metrics.m > 2",
      orderBy: "metrics.m DESC",
    };
    const first = await listRuns.call(caller, { ...question, limit: 1 } as never);
    const rest = await listRuns.call(caller, { ...question, cursor: first.nextCursor ?? undefined } as never);
    expect([...first.data, ...rest.data].map(({ metrics }) => metrics.m?.value)).toEqual([3, 1]);
    await expect(
      listRuns.call(caller, { ...question, filter: "metrics.m <" } as never),
    ).rejects.toMatchObject({
      code: "invalid",
    });
  });

  it("curves are reduced and keep every extreme", async () => {
    const run = await makeRun(caller);
    const metrics = Array.from({ length: 900 }, (_, step) =>
      metric("wave", step === 450 ? 99 : Math.sin(step), step),
    );
    await logBatch(caller, hexOf(run.id), { metrics, params: [], tags: [] });
    const { data } = await metricHistories.call(caller, {
      runIds: hexOf(run.id) as never,
      key: "wave",
      points: 60,
    } as never);
    expect(data[0]?.total).toBe(900);
    expect(data[0]?.points.length).toBeLessThan(120);
    expect(data[0]?.points.some(([step, , value]) => step === 450 && value === 99)).toBe(true);
  });

  it("another workspace's runs are not there", async () => {
    const run = await makeRun(caller);
    const id = hexOf(run.id);
    await expect(getRun.call(stranger, { id })).rejects.toMatchObject({ code: "not_found" });
    expect((await compareRuns.call(stranger, { runIds: id as never })).data).toEqual([]);
    expect((await metricHistories.call(stranger, { runIds: id as never, key: "m" } as never)).data).toEqual(
      [],
    );
  });
});

describe("where a logged model is registered", () => {
  it("is read from the client's tag, and from nothing that is not its shape", () => {
    expect(registrationsIn('[{"name": "housing", "version": 3}, {"name": 5}, null]')).toEqual([
      { name: "housing", version: "3" },
    ]);
    expect([undefined, "", "{}", "[1]"].map(registrationsIn)).toEqual([[], [], [], []]);
  });
});
