import { describe, expect, it } from "vitest";
import { watchedQuery } from "./watched-query.ts";

describe("a query to watch", () => {
  it.each([
    ["up > 5", "up", { op: ">", value: 5 }],
    ["sum(rate(a[5m])) / sum(b) <= -0.5", "sum(rate(a[5m])) / sum(b)", { op: "<=", value: -0.5 }],
    ["(up >= 1)", "up", { op: ">=", value: 1 }],
    ["up", "up", null],
    ["up == 0", "up == 0", null],
    ["up > bool 5", "up > bool 5", null],
    ["up > other", "up > other", null],
    ["5 < up", "5 < up", null],
    ["up >", "up >", null],
  ])("%s watches %s", (text, promql, limit) => {
    expect(watchedQuery(text)).toEqual({ promql, limit });
  });
});
