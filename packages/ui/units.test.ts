import { describe, expect, it } from "vitest";
import { formatChange, formatDuration, formatUsd, formatValue, significant, unitOf } from "./units.ts";

/** Narrow spaces are typography; the tables below read better with plain ones. */
const plain = (text: string) => text.replaceAll("\u202f", " ");

describe("significant", () => {
  it.each([
    [0, "0"],
    [1234.5, "1235"],
    [12.345, "12.3"],
    [0.012345, "0.0123"],
    [5.1, "5.1"],
    [-2.5, "−2.5"],
    [-0.0000000000001, "0"],
  ])("%d is %s", (value, text) => {
    expect(significant(value)).toBe(text);
  });
});

describe("formatValue", () => {
  it.each([
    [0, "none", "0"],
    [999.4, "none", "999"],
    [999.6, "none", "1k"],
    [1_240_000, "count", "1.24M"],
    [93.456, "percent", "93.5 %"],
    [0.934, "ratio", "93.4 %"],
    [1536, "bytes", "1.5 KiB"],
    [1023.9, "bytes", "1 KiB"],
    [3 * 1024 ** 3, "bytesPerSecond", "3 GiB/s"],
    [0.21, "seconds", "210 ms"],
    [940, "milliseconds", "940 ms"],
    [1240, "milliseconds", "1.24 s"],
    [0.00042, "perSecond", "420 µ/s"],
    [12_480, "perSecond", "12.5 k/s"],
    [41.5, "celsius", "41.5 °C"],
  ] as const)("%d in %s is %s", (value, unit, text) => {
    expect(plain(formatValue(value, unit))).toBe(text);
  });

  it("shows an unknown value as a dash, never as zero", () => {
    expect(formatValue(null, "bytes")).toBe("–");
    expect(formatValue(Number.NaN)).toBe("–");
  });
});

describe("formatDuration", () => {
  it.each([
    [0, "0 s"],
    [0.00025, "250 ns"],
    [0.5, "500 µs"],
    [999.6, "1 s"],
    [59_960, "1 min"],
    [61_000, "1 min 1 s"],
    [12_000_000, "3 h 20 min"],
    [90_000_000, "1 d 1 h"],
    [86_400_000, "1 d"],
    [-1500, "−1.5 s"],
  ])("%d ms is %s", (valueMs, text) => {
    expect(plain(formatDuration(valueMs))).toBe(text);
  });
});

describe("money and change", () => {
  it("keeps cents above a dollar and digits below", () => {
    expect(formatUsd(1234.5)).toBe("$1,234.50");
    expect(formatUsd(0.0042)).toBe("$0.0042");
    expect(formatUsd(-12)).toBe("−$12.00");
    expect(formatUsd(1_240_000)).toBe("$1.24M");
  });
  it("signs a change and refuses to compare with zero", () => {
    expect(plain(formatChange(100, 138))).toBe("+38 %");
    expect(plain(formatChange(200, 100))).toBe("−50 %");
    expect(formatChange(0, 5)).toBe("–");
  });
});

describe("unitOf", () => {
  it.each([
    ["By", "bytes"],
    ["{thread}", "count"],
    ["{request}/s", "perSecond"],
    ["1", "ratio"],
    [null, "none"],
    ["furlong", "none"],
  ] as const)("%s means %s", (text, unit) => {
    expect(unitOf(text)).toBe(unit);
  });
});
