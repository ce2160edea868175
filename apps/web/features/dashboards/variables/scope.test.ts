import fc from "fast-check";
import { RE2JS } from "re2js";
import { describe, expect, it } from "vitest";
import { type Bound, fillPromql, fillText, narrowed, type Scope } from "./scope.ts";

const bound = (name: string, values: string[], all = false, allValue = ""): Bound => ({
  name,
  values,
  all,
  allValue,
});
const scope = (...list: Bound[]): Scope => ({
  variables: new Map(list.map((one) => [one.name, one])),
  intervalSeconds: 30,
  fromMs: 0,
  toMs: 3_600_000,
});

describe("PromQL", () => {
  it.each([
    ['up{a="$v"}', scope(bound("v", ["x"])), 'up{a="x"}'],
    ['up{a="$v"}', scope(bound("v", ["x", "y"])), 'up{a=~"(x|y)"}'],
    ['up{a!="[[v]]"}', scope(bound("v", ["x", "y"])), 'up{a!~"(x|y)"}'],
    ['up{a=~"$v"}', scope(bound("v", ["10.0.0.1:9100"])), 'up{a=~"10\\\\.0\\\\.0\\\\.1:9100"}'],
    ["up{a=~`$v`}", scope(bound("v", ["a.b"])), "up{a=~`a\\.b`}"],
    ['up{a=~"$v"}', scope(bound("v", ["x", "y"], true)), 'up{a=~"(x|y)"}'],
    ['up{a=~"$v"}', scope(bound("v", [], true)), 'up{a=~".*"}'],
    ['up{a=~"$v"}', scope(bound("v", ["x"], true, ".+-prod")), 'up{a=~".+-prod"}'],
    ['up{a=~"pre-[[v]]"}', scope(bound("v", ["x"])), 'up{a=~"pre-x"}'],
    ['up{a="$v"}', scope(bound("v", ['say "hi" \\o'])), 'up{a="say \\"hi\\" \\\\o"}'],
    ["rate(x[$__rate_interval])", scope(), "rate(x[60s])"],
    ["x[$__interval] + $__range_s", scope(), "x[30s] + 3600"],
    ["sum by ($v) (x)", scope(bound("v", ["host", "job"])), "sum by (host,job) (x)"],
    ["x{a='$nobody'}", scope(), "x{a='$nobody'}"],
  ])("%s", (query, given, wanted) => {
    expect(fillPromql(query, given)).toBe(wanted);
  });

  it("a value matches itself and nothing else, whatever characters it has", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), fc.string({ maxLength: 30 }), (value, other) => {
        const filled = fillPromql("x{a=~`$v`}", scope(bound("v", [value])));
        const inner = filled.slice("x{a=~`".length, -"`}".length);
        const pattern = RE2JS.compile(`^(?:${inner})$`, RE2JS.DOTALL);
        expect(pattern.matches(value)).toBe(true);
        expect(pattern.matches(other)).toBe(other === value);
      }),
    );
  });
});

describe("texts", () => {
  it("name several values, all of them, and one in a repeated panel", () => {
    const given = scope(bound("v", ["x", "y"]), bound("w", ["z"], true));
    expect(fillText(["$v of $", "{w}, $unknown"].join(""), given)).toBe("x + y of All, $unknown");
    expect(fillText("$v", narrowed(given, "v", "y"))).toBe("y");
  });
});
