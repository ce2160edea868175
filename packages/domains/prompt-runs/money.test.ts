import { expect, it } from "vitest";
import { addUsd } from "./money.ts";

it.each([
  ["0.1", "0.2", "0.3"],
  ["0.000000000001", "0", "0.000000000001"],
  ["1", "2.50", "3.5"],
  ["0.999999999999", "0.000000000001", "1"],
])("%s + %s is %s USD, exactly", (a, b, sum) => {
  expect(addUsd(a, b)).toBe(sum);
});

it("is unknown when either is", () => {
  expect(addUsd(null, "1")).toBeNull();
  expect(addUsd("1", null)).toBeNull();
});
