import { describe, expect, it } from "vitest";
import { compareHash, inGroups, runsInHash } from "./compared-runs.ts";

describe("the runs to compare in an address", () => {
  it("come back as they went, each once, at most 500", () => {
    expect(runsInHash(compareHash(["a1", "b2", "a1"]))).toEqual(["a1", "b2"]);
    const many = Array.from({ length: 700 }, (_, at) => `r${at}`);
    expect(runsInHash(compareHash(many))).toHaveLength(500);
  });

  it("what is no id is left out", () => {
    expect(runsInHash("#runs=ok,<script>,../x,")).toEqual(["ok"]);
    expect(runsInHash("#elsewhere")).toEqual([]);
    expect(runsInHash("")).toEqual([]);
  });

  it("groups keep all and the order", () => {
    expect(inGroups([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
    expect(inGroups([], 2)).toEqual([]);
  });
});
