import { describe, expect, it } from "vitest";
import { suggestions, wordAt } from "./query-completion.ts";

const facets = [
  { field: "level", values: [{ value: "error", records: 12 }] },
  {
    field: "service",
    values: [
      { value: "checkout", records: 9 },
      { value: "cart page", records: 3 },
    ],
  },
  { field: "attr.user.id", values: [{ value: "42", records: 2 }] },
];
const labels = (q: string) => suggestions(q, q.length, facets).map(({ label }) => label);

describe("completion of a search", () => {
  it("offers fields by their name, with or without their scope", () => {
    expect(labels("serv")[0]).toBe("service");
    expect(labels("user")[0]).toBe("attr.user.id");
    expect(labels("timeout -lev")[0]).toBe("level");
  });

  it("offers values that were seen, quoted where they need it", () => {
    expect(labels("service:")).toEqual(["checkout", "cart page"]);
    expect(suggestions("service:cart", 12, facets)[0]?.insert).toBe('service:"cart page" ');
    expect(labels("level>=")[0]).toBe("fatal");
    expect(labels("user.id=")).toEqual(["42"]);
  });

  it("offers nothing inside quoted text, and finds the word at the cursor", () => {
    expect(labels('"tim')).toEqual([]);
    expect(wordAt("a (-service:x", 13)).toEqual({ start: 4, text: "service:x" });
  });
});
