import { describe, expect, it } from "vitest";
import { freeSlug, slugOf } from "./rules.ts";

describe("a workspace's slug", () => {
  it.each([
    ["Acme", "acme"],
    ["  Café & Söhne ", "cafe-sohne"],
    ["---", "workspace"],
    ["日本", "workspace"],
    ["a".repeat(60), "a".repeat(40)],
  ])("of %j is %s", (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });

  it("counts on when it is taken", () => {
    expect(freeSlug("acme", new Set(["acme", "acme-2"]))).toBe("acme-3");
  });
});
