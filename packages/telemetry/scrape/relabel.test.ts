import { describe, expect, it } from "vitest";
import { compileRelabel, type RelabelRule, relabelFault, usualRule } from "./relabel.ts";

const run = (rules: Partial<RelabelRule>[], labels: Record<string, string>) => {
  const set = new Map(Object.entries(labels));
  const kept = compileRelabel(rules.map((rule) => ({ ...usualRule, ...rule })))(set);
  return kept ? Object.fromEntries(set) : null;
};

describe("relabelling", () => {
  it.each<[string, Partial<RelabelRule>[], Record<string, string>, Record<string, string> | null]>([
    [
      "replace takes groups out of joined labels",
      [{ sourceLabels: ["a", "b"], regex: "(.+);x(.*)", targetLabel: "d", replacement: "$1-$2" }],
      { a: "1", b: "x2" },
      { a: "1", b: "x2", d: "1-2" },
    ],
    [
      "replace without a match changes nothing: expressions are anchored",
      [{ sourceLabels: ["a"], regex: "oo", targetLabel: "d", replacement: "y" }],
      { a: "foo" },
      { a: "foo" },
    ],
    ["replace by nothing removes", [{ targetLabel: "a", replacement: "" }], { a: "1", b: "2" }, { b: "2" }],
    [
      "a name may come from a group",
      [{ sourceLabels: ["a"], regex: "(.*)-(.*)", targetLabel: "l_$1", replacement: "$2" }],
      { a: "k-v" },
      { a: "k-v", l_k: "v" },
    ],
    ["keep", [{ action: "keep", sourceLabels: ["job"], regex: "node|db" }], { job: "web" }, null],
    ["drop", [{ action: "drop", sourceLabels: ["job"], regex: "w.*" }], { job: "web" }, null],
    [
      "labelmap",
      [{ action: "labelmap", regex: "__meta_(.+)" }],
      { __meta_zone: "a", b: "1" },
      { __meta_zone: "a", b: "1", zone: "a" },
    ],
    ["labeldrop", [{ action: "labeldrop", regex: "tmp_.*" }], { tmp_a: "1", b: "2" }, { b: "2" }],
    ["labelkeep", [{ action: "labelkeep", regex: "b|c" }], { a: "1", b: "2" }, { b: "2" }],
    [
      // From Prometheus' own tests (model/relabel): foo;bar;baz modulo 1000 is 976.
      "hashmod is Prometheus' own",
      [{ action: "hashmod", sourceLabels: ["c"], targetLabel: "d", modulus: 1000 }],
      { c: "baz" },
      { c: "baz", d: "976" },
    ],
    [
      "lowercase",
      [{ action: "lowercase", sourceLabels: ["a"], targetLabel: "a" }],
      { a: "ABC" },
      { a: "abc" },
    ],
    ["dropequal", [{ action: "dropequal", sourceLabels: ["a"], targetLabel: "b" }], { a: "1", b: "1" }, null],
  ])("%s", (_what, rules, labels, expected) => {
    expect(run(rules, labels)).toEqual(expected);
  });

  it("says what a rule lacks", () => {
    expect(relabelFault({ ...usualRule, regex: "(" })).toMatch(/regex/);
    expect(relabelFault({ ...usualRule, action: "hashmod", targetLabel: "a", sourceLabels: ["b"] })).toMatch(
      /modulus/,
    );
    expect(relabelFault(usualRule)).toMatch(/target_label/);
    expect(relabelFault({ ...usualRule, action: "keep" })).toMatch(/source_labels/);
  });
});
