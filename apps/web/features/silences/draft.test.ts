import { describe, expect, it } from "vitest";
import { completeOf, draftOf, emptyLine, newDraft, timesOf } from "./draft.ts";

const nowMs = Date.parse("2026-03-01T12:00:00Z");
const job = { name: "job", value: "node", isRegex: false, isEqual: true };

describe("the draft of a silence", () => {
  it("lasts from now for as long as was chosen", () => {
    const draft = { ...newDraft([job], nowMs, "UTC"), duration: "1800" };
    expect(timesOf(draft, nowMs, "UTC")).toEqual({ startsMs: null, endsMs: nowMs + 1_800_000 });
  });
  it("counts the duration from a later start", () => {
    const draft = { ...newDraft([job], nowMs, "UTC"), startsAt: "2026-03-02T00:00" };
    const startsMs = Date.parse("2026-03-02T00:00:00Z");
    expect(timesOf(draft, nowMs, "UTC")).toEqual({ startsMs, endsMs: startsMs + 7_200_000 });
  });
  it("takes over one that exists, in the reader's zone", () => {
    const stored = {
      matchers: [job],
      comment: "c",
      startsAt: "2026-03-01T11:00:00Z",
      endsAt: "2026-03-01T13:00:00Z",
      state: "active",
    };
    const draft = draftOf(stored, "Europe/Berlin");
    expect(draft).toMatchObject({ startsAt: "", duration: "", endsAt: "2026-03-01T14:00" });
    expect(timesOf(draft, nowMs, "Europe/Berlin").endsMs).toBe(Date.parse("2026-03-01T13:00:00Z"));
  });
  it("asks only about conditions that name a label", () => {
    expect(completeOf([emptyLine()])).toEqual([]);
    expect(completeOf(newDraft([job], nowMs, "UTC").lines)).toEqual([job]);
  });
});
