import { describe, expect, it } from "vitest";
import {
  bodyOfGuardrail,
  draftOfGuardrail,
  emptyGuardrail,
  freeId,
  missingInGuardrail,
} from "./guardrail-draft.ts";

describe("a guardrail in the form", () => {
  it("comes back as it was", () => {
    const all = [
      { id: "pii", kind: "pii", action: "mask", types: ["email"] },
      { id: "words", kind: "pattern", action: "block", patterns: ["(?i)secret", "x{3}"] },
      { id: "size", kind: "size", action: "flag", charsMax: 5_000 },
      {
        id: "files",
        kind: "size",
        action: "block",
        charsMax: 5_000,
        dataBytesMax: 2_500_000,
        mediaTypes: ["image/png", "image/jpeg"],
      },
      {
        id: "topics",
        kind: "topics",
        action: "block",
        allowed: ["orders", "opening hours"],
        judgeRoute: "judge",
        judgeTimeoutMs: 2_000,
        whenJudgeFails: "closed",
      },
    ] as const;
    for (const one of all) {
      const given = structuredClone(one) as unknown as Parameters<typeof draftOfGuardrail>[0];
      expect(bodyOfGuardrail(draftOfGuardrail(given, "1"))).toEqual(one);
    }
  });
  it("never masks what has nothing to mask, whatever was chosen before", () => {
    const draft = { ...emptyGuardrail("1", "a", "pii"), kind: "size" as const, action: "mask" as const };
    expect(bodyOfGuardrail(draft)).toMatchObject({ kind: "size", action: "block" });
  });
  it("says what is missing", () => {
    const draft = emptyGuardrail("1", "a", "pattern");
    expect(missingInGuardrail(draft)).toBe("Write at least one pattern");
    expect(missingInGuardrail({ ...draft, patterns: "a\n\n" })).toBeNull();
    expect(missingInGuardrail({ ...draft, kind: "topics", allowed: "a" })).toBe(
      "Choose the route that judges",
    );
    expect(missingInGuardrail({ ...draft, kind: "size", charsMax: "many" })).toContain("whole number");
  });
});

describe("freeId", () => {
  it("is the kind, then the kind with a number", () => {
    expect(freeId("pii", [])).toBe("pii");
    expect(freeId("pii", [{ id: "pii" }, { id: "pii-2" }])).toBe("pii-3");
  });
});
