import { describe, expect, it } from "vitest";
import { jsonChanges } from "./json-changes.ts";

const brief = (before: unknown, after: unknown) =>
  jsonChanges(before, after).map(
    ({ path, kind, before: was, after: is }) => `${kind} ${path}: ${was} → ${is}`,
  );

describe("jsonChanges", () => {
  it("names the path of every changed leaf", () => {
    expect(brief({ role: "viewer", a: { b: 1 } }, { role: "editor", a: { b: 1 } })).toEqual([
      "changed role: viewer → editor",
      "same a.b: 1 → 1",
    ]);
  });
  it("shows a creation as additions and a deletion as removals", () => {
    expect(brief(null, { name: "x" })).toEqual(["added name:  → x"]);
    expect(brief({ name: "x" }, null)).toEqual(["removed name: x → "]);
  });
  it("tells a missing key from a null", () => {
    expect(brief({ a: null }, {})).toEqual(["removed a: null → "]);
    expect(brief({ a: null }, { a: null })).toEqual(["same a: null → null"]);
  });
  it("walks lists by index", () => {
    expect(brief({ tags: ["a"] }, { tags: ["a", "b"] })).toEqual([
      "same tags[0]: a → a",
      "added tags[1]:  → b",
    ]);
  });
  it("has nothing to say about nothing", () => {
    expect(jsonChanges(null, undefined)).toEqual([]);
  });
});
