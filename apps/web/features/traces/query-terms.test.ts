import { describe, expect, it } from "vitest";
import { durationText, traceIdIn, withDuration } from "./query-terms.ts";

describe("edits of a search", () => {
  it("replaces what was said about durations", () => {
    expect(withDuration("service:a duration>500ms x", 12.5, 4_000)).toBe(
      "service:a x duration>=12.5ms duration<4s",
    );
    expect(withDuration("duration>1s", null, null)).toBe("");
    expect(withDuration("a OR b", 1, null)).toBe("(a OR b) duration>=1ms");
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
