import { describe, expect, it } from "vitest";
import { instantQuery, pointsMax, rangeQuery } from "./engine.ts";
import { labelSet } from "./labels.ts";
import { MemoryStorage } from "./memory-storage.testing.ts";
import { bitsOf, isStaleAt, setStaleAt } from "./storage.ts";

const storage = new MemoryStorage();
for (const host of ["a", "b"]) {
  const labels = labelSet([
    ["__name__", "x"],
    ["host", host],
  ]);
  storage.add(
    labels,
    Array.from({ length: 100 }, (_, i) => [i * 15_000, i] as const),
  );
}
const range = { query: "x", startMs: 0, endMs: 600_000, stepMs: 60_000 };

describe("limits", () => {
  it("stops before it holds more samples than allowed", async () => {
    await expect(rangeQuery(storage, range, { samplesMax: 20 })).rejects.toMatchObject({
      errorType: "execution",
      message: "query processing would load too many samples into memory in query execution",
    });
  });

  it("stops when its time is over or nobody waits", async () => {
    const slow = {
      ...storage,
      grids: storage.grids,
      selectGrid: storage.selectGrid,
    } as unknown as MemoryStorage;
    slow.selectSamples = async (selection) => {
      await new Promise((resolve) => setTimeout(resolve, 60));
      return storage.selectSamples(selection);
    };
    await expect(rangeQuery(slow, range, { timeoutMs: 20 })).rejects.toMatchObject({ errorType: "timeout" });
    await expect(rangeQuery(slow, range, { signal: AbortSignal.timeout(20) })).rejects.toMatchObject({
      errorType: "canceled",
    });
  });

  it(`refuses more than ${pointsMax} points a series`, async () => {
    const most = { ...range, endMs: pointsMax * 1_000, stepMs: 1_000 };
    await expect(rangeQuery(storage, most)).resolves.toMatchObject({ type: "matrix" });
    await expect(rangeQuery(storage, { ...most, endMs: most.endMs + 1_000 })).rejects.toMatchObject({
      errorType: "bad_data",
      message: expect.stringMatching(/exceeded maximum resolution of 11,000 points per timeseries/),
    });
  });

  it("keeps experimental functions behind their flag", async () => {
    const question = { query: "double_exponential_smoothing(x[5m], 0.5, 0.5)", timeMs: 600_000 };
    await expect(instantQuery(storage, question)).rejects.toMatchObject({ errorType: "bad_data" });
    await expect(instantQuery(storage, question, { experimental: true })).resolves.toMatchObject({
      type: "vector",
    });
  });

  it("takes another lookback", async () => {
    const question = { query: "x", timeMs: 99 * 15_000 + 60_000 };
    expect(await instantQuery(storage, question)).toMatchObject({ series: [{}, {}] });
    expect(await instantQuery(storage, question, { lookbackMs: 60_000 })).toMatchObject({ series: [] });
  });
});

it("tells a stale marker from every other NaN", () => {
  const values = new Float64Array([Number.NaN, 0, 1]);
  setStaleAt(bitsOf(values), 1);
  const bits = bitsOf(values);
  expect([0, 1, 2].map((at) => isStaleAt(bits, at))).toEqual([false, true, false]);
  expect(values[1]).toBeNaN();
});
