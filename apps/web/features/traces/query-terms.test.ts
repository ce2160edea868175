import { describe, expect, it } from "vitest";
import { durationText, term, traceIdIn, withDuration, withTerm } from "./query-terms.ts";

describe("edits of a search", () => {
  it.each([
    ["service", "checkout", "service:checkout"],
    ["operation", "GET /pay", 'operation:"GET /pay"'],
    ["attr.http.route", "/pay", "attr.http.route:/pay"],
    ["attr.odd key", 'say "hi"', 'attr."odd key":"say \\"hi\\""'],
  ])("writes %s is %s as %s", (field, value, text) => {
    expect(term(field, value)).toBe(text);
  });

  it("adds a term once, and around alternatives brackets", () => {
    expect(withTerm("", "a:1")).toBe("a:1");
    expect(withTerm("a:1 b:2", "a:1")).toBe("a:1 b:2");
    expect(withTerm("a:1 OR b:2", "c:3")).toBe("(a:1 OR b:2) c:3");
  });

  it("replaces what was said about durations", () => {
    expect(withDuration("service:a duration>500ms x", 12.5, 4_000)).toBe(
      "service:a x duration>=12.5ms duration<4s",
    );
    expect(withDuration("duration>1s", null, null)).toBe("");
  });

  it.each([
    [0.25, "250us"],
    [12.3456, "12.3ms"],
    [1_500, "1.5s"],
  ])("writes %f ms as %s", (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });

  it("knows a trace's id", () => {
    expect(traceIdIn(` ${"AB".repeat(16)} `)).toBe("ab".repeat(16));
    expect(traceIdIn(`trace:${"ab".repeat(16)}`)).toBe("ab".repeat(16));
    expect(traceIdIn("service:a")).toBeNull();
  });
});
