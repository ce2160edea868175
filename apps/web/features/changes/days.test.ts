import type { Change } from "@triops/domains/changes/schemas";
import { describe, expect, it } from "vitest";
import { answerFor, groupByDay } from "./days.ts";

const now = Date.parse("2026-06-02T10:00:00Z");
const at = (text: string, kind = "deploy") => ({ at: text, kind }) as Change;
const feed = [
  at("2026-06-02T09:00:00Z"),
  at("2026-06-01T23:30:00Z", "flag"),
  at("2026-06-01T08:00:00Z"),
  at("2025-12-31T08:00:00Z"),
];

describe("the feed's days", () => {
  it("are those of the reader's zone", () => {
    expect(groupByDay(feed, "UTC", now).map(({ label, changes }) => [label, changes.length])).toEqual([
      ["Today, 2 Jun", 1],
      ["Yesterday, 1 Jun", 2],
      ["31 Dec 2025", 1],
    ]);
    expect(groupByDay(feed, "Europe/Berlin", now)[0]?.changes).toHaveLength(2);
  });

  it("are summed up in a sentence", () => {
    expect(answerFor(feed, "UTC", now, false)).toBe("1 change today, 1 of them a deploy.");
    expect(answerFor(feed.slice(1), "UTC", now, false)).toBe("Nothing was changed today.");
    expect(answerFor(feed.slice(0, 1), "UTC", now, true)).toBe("1+ change today, 1 of them a deploy.");
  });
});
