import { expect, it } from "vitest";
import { sizeOfParts } from "./size-report.ts";

it("gives median, 90th percentile and the longest file of each part", () => {
  const sizes = Array.from({ length: 10 }, (_, i) => ({
    path: `packages/kernel/f${i}.ts`,
    lines: (i + 1) * 10,
  }));
  expect(sizeOfParts(sizes)).toEqual([
    { part: "packages/kernel", files: 10, lines: 550, median: 60, p90: 100, longest: "f9.ts 100" },
  ]);
});
