import { describe, expect, it } from "vitest";
import { cellsOf, durationTicks, selectedFacts } from "./latency-cells.ts";

const band = (power: number, counts: number[], errors = counts.map(() => 0)) => ({
  fromMs: 2 ** (power / 2),
  toMs: 2 ** ((power + 1) / 2),
  counts,
  errors,
});
const latency = {
  stepMs: 1_000,
  times: [0, 1_000, 2_000],
  bands: [band(0, [1, 0, 2]), band(9, [0, 3, 0], [0, 3, 0])],
  total: 6,
  errors: 3,
  p50: 1,
  p95: 20,
  p99: 20,
};

describe("the map of durations", () => {
  it("keeps bands without spans between those with some", () => {
    const cells = cellsOf(latency);
    expect(cells).toMatchObject({ columns: 3, rows: 10 });
    expect(cells.errorPath).toContain("M1 1v");
    expect(durationTicks(cells).map(({ label }) => label.replace(/\s/g, " "))).toEqual(["1 ms", "10 ms"]);
  });

  it("counts what is in a box and asks for it, open where the box reaches the edge", () => {
    const cells = cellsOf(latency);
    const all = selectedFacts(latency, cells, { from: { column: 2, row: 9 }, to: { column: 0, row: 0 } });
    expect(all).toMatchObject({
      spans: 6,
      errors: 3,
      zoom: { fromMs: 0, toMs: 3_000, minMs: null, maxMs: null },
    });
    const slow = selectedFacts(latency, cells, { from: { column: 1, row: 5 }, to: { column: 1, row: 9 } });
    expect(slow).toMatchObject({ spans: 3, zoom: { fromMs: 1_000, toMs: 2_000, maxMs: null } });
    expect(slow?.zoom.minMs).toBeCloseTo(2 ** 2.5);
  });
});
