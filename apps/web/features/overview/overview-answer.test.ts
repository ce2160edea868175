import { describe, expect, it } from "vitest";
import { overviewAnswer } from "./overview-answer.ts";

describe("the answer of the overview", () => {
  it("says that nothing is wrong only with fresh telemetry at hand", () => {
    expect(overviewAnswer({ active: [], more: false, lagMs: 4_000 })).toBe("Nothing is wrong.");
    expect(overviewAnswer({ active: [], more: false, lagMs: 600_000 })).toBe(
      "Nothing is wrong. No telemetry for 10 minutes.",
    );
    expect(overviewAnswer({ active: [], more: false, lagMs: null })).toBe(
      "Nothing is wrong. No telemetry has arrived yet.",
    );
  });
});
