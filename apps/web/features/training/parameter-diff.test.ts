import { describe, expect, it } from "vitest";
import { type Compared, diffOf, isSame, usualOf } from "./parameter-diff.ts";

const runs: Compared[] = [
  { id: "a", values: { lr: "0.1", depth: "3", seed: "1", layer10: "x", layer9: "x" } },
  { id: "b", values: { lr: "0.10", depth: "5", layer10: "x", layer9: "x" } },
  { id: "c", values: { lr: "1e-1", depth: "3", seed: "1", layer10: "x", layer9: "x" } },
];

describe("what differs between runs", () => {
  const rows = diffOf(runs);

  it("what differs comes first, then names in the order people read them", () => {
    expect(rows.map(({ key, differs }) => [key, differs])).toEqual([
      ["depth", true],
      ["seed", true],
      ["layer9", false],
      ["layer10", false],
      ["lr", false],
    ]);
  });

  it("the same number written differently does not differ", () => {
    expect(rows.find(({ key }) => key === "lr")?.distinct).toBe(1);
    expect(isSame("1.0", 1)).toBe(true);
    expect(isSame("", 0)).toBe(false);
    expect(isSame("1.0a", "1.0")).toBe(false);
  });

  it("having no value differs from having one", () => {
    expect(rows.find(({ key }) => key === "seed")?.values).toEqual(["1", null, "1"]);
  });

  it("knows the value that half of the runs have, if there is one", () => {
    expect(usualOf(rows[0]!)).toBe("3");
    expect(usualOf({ key: "x", values: ["1", "2"], differs: true, distinct: 2 })).toBeUndefined();
    expect(
      usualOf({ key: "x", values: ["1", "1", "2", "3", "4"], differs: true, distinct: 4 }),
    ).toBeUndefined();
  });
});
