import { describe, expect, it } from "vitest";
import { checkWords, comparisonText } from "./gate-words.ts";

const comparison = { metric: "rmse", direction: "lower", margin: 0, marginKind: "absolute" } as const;
const checks = {
  requireSignature: true,
  requireSmoke: false,
  requiredMetrics: [],
  comparison: null,
  expiresAfterHours: 168,
};

describe("the rules of promotions in words", () => {
  it("always end with somebody else's approval", () => {
    expect(checkWords(checks)).toHaveLength(2);
    expect(checkWords({ ...checks, requireSignature: false }).at(-1)).toMatch(/somebody other/);
  });
  it("say which side of the champion, and by how much", () => {
    expect(comparisonText(comparison)).toBe("rmse at least as good as the champion's (lower is better)");
    expect(comparisonText({ ...comparison, margin: 0.02 })).toBe("rmse at most 0.02 above the champion's");
    expect(
      comparisonText({ metric: "f1", direction: "higher", margin: 0.1, marginKind: "relative" }),
    ).toMatch(/^f1 at most 10\s?% below/);
  });
});
