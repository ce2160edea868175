import { describe, expect, it } from "vitest";
import { parseHistory, withEntry } from "./query-history.ts";

describe("the history of queries", () => {
  it("holds each query once, the newest first", () => {
    const entries = withEntry(withEntry([{ text: "a", atMs: 1 }], "b", 2), "a", 3);
    expect(entries).toEqual([
      { text: "a", atMs: 3 },
      { text: "b", atMs: 2 },
    ]);
  });
  it("forgets the oldest beyond a hundred", () => {
    let entries = withEntry([], "first", 0);
    for (let i = 0; i < 100; i++) entries = withEntry(entries, `q${i}`, i);
    expect(entries).toHaveLength(100);
    expect(entries.some(({ text }) => text === "first")).toBe(false);
  });
  it.each([null, "", "{", "{}", '[1,{"text":1}]'])("is empty for %j", (stored) => {
    expect(parseHistory(stored)).toEqual([]);
  });
});
