import { describe, expect, test } from "vitest";
import { periodOf, spendKey, usdOfNanodollars } from "./spend-keys.ts";

const at = (text: string) => Date.parse(text);
const spans = (period: "day" | "week" | "month", text: string) => {
  const { fromMs, toMs } = periodOf(period, at(text));
  return [fromMs, toMs].map((ms) => new Date(ms).toISOString().slice(0, 10));
};

describe("periods", () => {
  test("days and months are those of UTC", () => {
    expect(spans("day", "2026-11-23T23:59:59.999Z")).toEqual(["2026-11-23", "2026-11-24"]);
    expect(spans("month", "2026-12-31T23:59:59.999Z")).toEqual(["2026-12-01", "2027-01-01"]);
    expect(spans("month", "2028-02-29T12:00:00Z")).toEqual(["2028-02-01", "2028-03-01"]);
  });

  test("weeks begin on Monday", () => {
    // 2026-11-23 is a Monday.
    expect(spans("week", "2026-11-23T00:00:00Z")).toEqual(["2026-11-23", "2026-11-30"]);
    expect(spans("week", "2026-11-22T23:59:59Z")).toEqual(["2026-11-16", "2026-11-23"]);
  });

  test("another period is another counter, the same one is the same", () => {
    const key = { kind: "key", id: "k1" } as const;
    const [morning, night] = [at("2026-11-23T01:00:00Z"), at("2026-11-23T23:00:00Z")];
    expect(spendKey(key, "day", morning)).toBe(spendKey(key, "day", night));
    expect(spendKey(key, "day", morning)).not.toBe(spendKey(key, "day", at("2026-11-24T00:00:00Z")));
    expect(spendKey(key, "day", morning)).not.toBe(spendKey({ kind: "team", id: "k1" }, "day", morning));
  });
});

test("nanodollars become dollars without rounding", () => {
  expect(usdOfNanodollars(null)).toBe("0");
  expect(usdOfNanodollars("1500000000")).toBe("1.5");
  expect(usdOfNanodollars("1")).toBe("0.000000001");
  expect(usdOfNanodollars("-20")).toBe("-0.00000002");
});
