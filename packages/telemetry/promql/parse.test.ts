import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { prepare } from "./check.ts";
import { PromqlError } from "./faults.ts";
import { formatExpr } from "./format.ts";
import { question } from "./fuzz.testing.ts";
import { formatDuration, parseDuration, unquote } from "./literals.ts";
import { parse } from "./parse.ts";

const faultOf = (query: string) => {
  try {
    prepare(query);
    return "no fault";
  } catch (error) {
    return error instanceof PromqlError ? error.message : `not a PromqlError: ${String(error)}`;
  }
};

describe("parse", () => {
  it.each([
    ["", "1:1: parse error: no expression found in input"],
    ["sum(rate(x[5m])", "1:16: parse error: unexpected end of input"],
    ["x{a=1}", '1:5: parse error: unexpected "1"'],
    ["x\n  + )", '2:5: parse error: unexpected ")"'],
    ["x}", '1:2: parse error: unexpected "}"'],
    ["1 2", '1:3: parse error: unexpected "2"'],
    ["x[5]m", '1:5: parse error: unexpected "m"'],
    ["x @ abc", '1:5: parse error: unexpected "abc"'],
    ["nope(x)", '1:1: parse error: unknown function with name "nope"'],
  ])("%j is refused where it goes wrong", (query, message) => {
    expect(faultOf(query)).toBe(message);
  });

  it("refuses what would nest or run on without end, and does not overflow", () => {
    expect(faultOf(`${"(".repeat(1_000)}1${")".repeat(1_000)}`)).toMatch(/nested deeper than 300 levels/);
    expect(faultOf(Array(5_000).fill("1").join(" + "))).toMatch(/parse error/);
    expect(faultOf(Array(500).fill("x").join(" or "))).toBe("no fault");
    expect(faultOf(`${"-".repeat(5_000)}1`)).toMatch(/parse error/);
    expect(faultOf(`x{a="${"y".repeat(100_000)}"}`)).toMatch(/longer than 100000 characters/);
  });

  it("answers any text with an expression or a PromqlError", () => {
    const piece = fc.constantFrom(
      ..."sum by on ( ) { } [ ] 5m , x rate offset @ - + ^ = =~ \" ' 1 bool # \n : é".split(" "),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece).map((parts) => parts.join(" ")),
          fc.string(),
        ),
        (text) => {
          expect(faultOf(text)).not.toMatch(/^not a PromqlError/);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("formatExpr", () => {
  it.each([
    ["sum(x)by(a)", "sum by (a) (x)"],
    ["sum without() (x)", "sum without () (x)"],
    ["topk(5,x)", "topk(5, x)"],
    ['x{a="b",c=~"d"}[5m]offset 1h', 'x{a="b",c=~"d"}[5m] offset 1h'],
    ["x@10.5", "x @ 10.500"],
    ["x[90s:]@end()", "x[1m30s:] @ end()"],
    ["a+on(b)group_left(c)d", "a + on (b) group_left (c) d"],
    ["a>bool 1", "a > bool 1"],
    ['{"dotted.name","l.b"="c"}', '{"dotted.name","l.b"="c"}'],
    ["-1^2", "-1 ^ 2"],
    ["(a)", "(a)"],
    ["'it''s'", undefined],
  ])("%s", (query, text) => {
    if (text === undefined) expect(() => parse(query)).toThrow(PromqlError);
    else expect(formatExpr(parse(query))).toBe(text);
  });

  it("prints what reads back as the same query", () => {
    fc.assert(
      fc.property(question, ({ query }) => {
        const printed = formatExpr(parse(query));
        expect(formatExpr(parse(printed))).toBe(printed);
      }),
      { numRuns: 300 },
    );
  });
});

describe("literals", () => {
  it.each([
    ["1h30m", 5_400_000],
    ["1y2w3d4h5m6s7ms", 33_019_506_007],
    ["0", 0],
    ["5", undefined],
    ["1m1h", undefined],
    ["", undefined],
    ["999999y", undefined],
  ])("duration %s", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each([
    [0, "0s"],
    [90_000, "1m30s"],
    [604_800_000, "1w"],
    [691_200_000, "8d"],
    [-1_500, "-1s500ms"],
  ])("%d ms is written %s", (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it.each([
    [String.raw`"a\n\x41\u00e9\101"`, "a\nAéA"],
    [String.raw`"\xc3\xa9"`, "é"],
    ["`raw\\n`", "raw\\n"],
    [String.raw`'it\'s'`, "it's"],
    [String.raw`"it\'s"`, undefined],
    [String.raw`"\ud800"`, undefined],
    ['"open', undefined],
  ])("text %s", (text, value) => {
    expect(unquote(text)).toBe(value);
  });
});
