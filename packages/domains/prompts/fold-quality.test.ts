import { describe, expect, it } from "vitest";
import { type QualityTally, qualitySeries, qualityTotals, tallyScores } from "./fold-quality.ts";

const grid = { stepMs: 60_000, times: [0, 60_000, 120_000] };
const call = (traceId: string, version: number, atMs: number, spanId = "") => ({
  traceId,
  spanId,
  version,
  atMs,
});
const score = (traceId: string, name: string, number: number | null, spanId = "") => ({
  traceId,
  spanId,
  name,
  number,
});

function tallied(scores: ReturnType<typeof score>[], calls: ReturnType<typeof call>[]): QualityTally {
  const tally: QualityTally = new Map();
  tallyScores(tally, scores, calls, grid.stepMs);
  return tally;
}

describe("quality", () => {
  it("is of the version that was called, at the time of its call, with gaps where nothing was scored", () => {
    const scores = [score("a", "helpful", 1), score("b", "helpful", 0), score("c", "helpful", 0.5)];
    const calls = [call("a", 1, 10), call("b", 1, 59_999), call("c", 2, 125_000)];
    expect(qualitySeries(tallied(scores, calls), grid, 12)).toEqual([
      {
        name: "helpful",
        versions: [
          { version: 2, counts: [0, 0, 1], means: [null, null, 0.5] },
          { version: 1, counts: [2, 0, 0], means: [0.5, null, null] },
        ],
      },
    ]);
  });

  it("of a span is of that span's version, of a trace of the newest version it called", () => {
    const calls = [call("a", 1, 10, "s1"), call("a", 3, 70_000, "s2"), call("a", 2, 5)];
    const scores = [
      score("a", "exact", 1, "s1"),
      score("a", "exact", 0),
      score("a", "exact", 0.5, "another span"),
    ];
    expect(qualityTotals(tallied(scores, calls))).toEqual(
      new Map([
        [1, [{ name: "exact", count: 1, mean: 1 }]],
        [3, [{ name: "exact", count: 2, mean: 0.25 }]],
      ]),
    );
  });

  it("counts words without a mean, draws no line of them, and leaves out what did not call the prompt", () => {
    const tally = tallied([score("a", "tone", null), score("z", "tone", 1)], [call("a", 1, 10)]);
    expect(qualityTotals(tally)).toEqual(new Map([[1, [{ name: "tone", count: 1, mean: null }]]]));
    expect(qualitySeries(tally, grid, 12)).toEqual([]);
  });

  it("shows the scores that are given most, of the versions that have most", () => {
    const names = Array.from({ length: 20 }, (_, at) => `score ${at}`);
    const scores = names.flatMap((name, at) => Array.from({ length: at + 1 }, () => score("a", name, 1)));
    const series = qualitySeries(tallied(scores, [call("a", 1, 10)]), grid, 12);
    expect(series).toHaveLength(12);
    expect(series[0]).toMatchObject({ name: "score 19", versions: [{ counts: [20, 0, 0] }] });
    const versions = Array.from({ length: 5 }, (_, at) => call(`t${at}`, at + 1, 10));
    const one = qualitySeries(
      tallied(
        versions.map(({ traceId }) => score(traceId, "x", 1)),
        versions,
      ),
      grid,
      2,
    );
    expect(one[0]?.versions).toHaveLength(2);
  });
});
