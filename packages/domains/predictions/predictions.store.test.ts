import { putLabels, putPredictions, type TestPrediction } from "@triops/telemetry/predictions/testing";
import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Caller } from "../runtime.ts";
import { coverage, get, list, outputs, shadows, traffic } from "./read.ts";

let harness: Harness;
let workspace: TestWorkspace;
let viewer: Caller;
const deployment = "fraud";

beforeAll(async () => {
  harness = await createHarness({ clickhouse: true });
  workspace = await harness.makeWorkspace();
  viewer = await harness.callerAs(workspace, "viewer");
  const now = viewer.context.now.getTime();
  const made: TestPrediction[] = [];
  for (let i = 0; i < 120; i++) {
    const id = `p${String(i).padStart(3, "0")}`;
    const time = new Date(now - 600_000 + i * 1_000);
    const canary = i % 4 === 0;
    const who = canary
      ? { role: "canary" as const, variant: "c", version: "2", latencyMs: 40 }
      : { variant: "a", latencyMs: 10 };
    const failed = i === 8 ? { error: "timeout" } : { output: { score: i / 120 } };
    made.push({ deployment, id, time, user: `u${i % 3}`, features: { amount: i }, ...who, ...failed });
    if (i === 9)
      made.push({
        deployment,
        id,
        time,
        role: "shadow",
        variant: "s",
        version: "3",
        output: { score: 0.5 },
        difference: 0.425,
      });
  }
  await putPredictions(viewer.runtime.telemetry, workspace.id, made);
  // Sent again: the same rows stand twice until they are merged.
  await putPredictions(viewer.runtime.telemetry, workspace.id, [
    { ...(made[9] as TestPrediction), deployment: "other" },
  ]);
  await putLabels(viewer.runtime.telemetry, workspace.id, [
    { deployment, id: "p009", value: 0, time: new Date(now - 1_000) },
    { deployment, id: "p009", value: 1, time: new Date(now) },
    { deployment, id: "p010", value: "fraud", time: new Date(now) },
    { deployment, id: "nobody", value: 1, time: new Date(now) },
  ]);
});
afterAll(() => harness?.close());

describe("the log", () => {
  it("goes back page by page without a gap or a repetition, shadows left out", async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list.call(viewer, { deployment, limit: 50, cursor });
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toHaveLength(120);
    expect(seen).toEqual([...new Set(seen)].sort().reverse());
  });

  it.each([
    ["role", { role: "canary" }, 30],
    ["version", { version: "2" }, 30],
    ["user", { user: "u1" }, 40],
    ["failures", { errors: true }, 1],
    ["shadows", { role: "shadow" }, 1],
    ["latency", { latencyMsMin: 20 }, 30],
    ["output", { output: "0.5" }, 1],
    ["request", { requestId: "p005" }, 1],
  ])("filters by %s", async (_, filter, count) => {
    const found = await list.call(viewer, { deployment, limit: 200, ...filter } as never);
    expect(found.data).toHaveLength(count);
  });

  it("400 for a cursor of another list and for a range that ends before it begins", async () => {
    await expect(list.call(viewer, { deployment, cursor: "12:x" })).rejects.toMatchObject({
      code: "invalid",
    });
    const range = { from: "2026-01-02T00:00:00Z", to: "2026-01-01T00:00:00Z" };
    await expect(list.call(viewer, { deployment, ...range })).rejects.toMatchObject({ code: "invalid" });
  });
});

describe("one prediction", () => {
  it("comes with its input, the last label and what the shadow said", async () => {
    expect(await get.call(viewer, { id: "p009", deployment })).toMatchObject({
      role: "champion",
      features: { amount: 9 },
      outputs: { score: 9 / 120 },
      output: 9 / 120,
      outputName: "score",
      label: { value: 1 },
      shadows: [{ variant: "s", version: "3", outputs: { score: 0.5 }, difference: 0.425 }],
    });
    expect((await get.call(viewer, { id: "p010", deployment })).label).toMatchObject({ value: "fraud" });
  });

  it("404 for one that is not there, and for another workspace", async () => {
    await expect(get.call(viewer, { id: "p999", deployment })).rejects.toMatchObject({ code: "not_found" });
    const other = await harness.callerAs(await harness.makeWorkspace(), "viewer");
    await expect(get.call(other, { id: "p009", deployment })).rejects.toMatchObject({ code: "not_found" });
    expect((await list.call(other, { deployment })).data).toEqual([]);
  });
});

describe("figures", () => {
  it("count every request by variant, with its errors and latency", async () => {
    const { variants, times } = await traffic.call(viewer, { deployment, stepSeconds: 60 });
    const canary = variants.find(({ role }) => role === "canary");
    const champion = variants.find(({ role }) => role === "champion");
    expect(canary?.total).toMatchObject({ requests: 30, errors: 1 });
    expect(champion?.total).toMatchObject({ requests: 90, errors: 0 });
    expect(canary?.total.p95Ms).toBeCloseTo(40, -1);
    expect(champion?.requests).toHaveLength(times.length);
    expect(champion?.requests.reduce((sum, count) => sum + count, 0)).toBe(90);
  });

  it("tell of how many it is known what was true", async () => {
    const { total, lastLabelAt } = await coverage.call(viewer, { deployment });
    expect(total).toMatchObject({ predictions: 119, labelled: 2 });
    expect(lastLabelAt).not.toBeNull();
    expect((await coverage.call(viewer, { deployment: "nobody" })).total.share).toBeNull();
  });

  it("lay the answers of variants over the same bins", async () => {
    const { name, kind, edges, variants } = await outputs.call(viewer, { deployment });
    expect([name, kind]).toEqual(["score", "number"]);
    for (const { shares } of variants) {
      expect(shares).toHaveLength(edges.length - 1);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    }
    expect(await outputs.call(viewer, { deployment: "nobody" })).toMatchObject({
      kind: "none",
      variants: [],
    });
  });

  it("say how far a shadow lies from the answers", async () => {
    expect((await shadows.call(viewer, { deployment })).data).toMatchObject([
      { variant: "s", compared: 1, differing: 1, meanDifference: 0.425, differenceMax: 0.425, errors: 0 },
    ]);
  });
});
