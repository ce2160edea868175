import { parseLogQuery } from "@triops/domains/logs/query";
import { describe, expect, it } from "vitest";
import { hasTerm, termOf, toggleTerm, topTerms } from "./query-terms.ts";

describe("terms of a search", () => {
  it.each([
    ["service", "checkout", false, "service:checkout"],
    ["service", "checkout", true, "-service:checkout"],
    ["attr.odd key", 'say "hi"', false, 'attr."odd key":"say \\"hi\\""'],
    ["level", "OR", false, 'level:"OR"'],
    ["attr.n", "-5", false, 'attr.n:"-5"'],
  ])("%s is %s", (field, value, excluded, text) => {
    expect(termOf(field, value, excluded)).toBe(text);
    const filter = parseLogQuery(text);
    expect(excluded ? (filter as { part: unknown }).part : filter).toMatchObject({ kind: "compare", value });
  });

  it("keeps quoted text and brackets together", () => {
    expect(topTerms('a "b c" (d OR e) attr."x y":"1 2" ').map(({ text }) => text)).toEqual([
      "a",
      '"b c"',
      "(d OR e)",
      'attr."x y":"1 2"',
    ]);
  });

  it("adds a term, takes it out again, and turns it into its opposite", () => {
    const once = toggleTerm("timeout", "service", "shop");
    expect(once).toBe("timeout service:shop");
    expect(hasTerm(once, "service:shop")).toBe(true);
    expect(toggleTerm(once, "service", "shop")).toBe("timeout");
    expect(toggleTerm(once, "service", "shop", true)).toBe("timeout -service:shop");
  });

  it("brackets alternatives before it adds to them", () => {
    const q = toggleTerm("a OR b", "level", "error");
    expect(q).toBe("(a OR b) level:error");
    expect(parseLogQuery(q)).toMatchObject({ kind: "all" });
  });
});
