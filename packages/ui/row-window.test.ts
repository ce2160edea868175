import { describe, expect, it } from "vitest";
import { OVERSCAN_ROWS, rowsInView, scrollTopFor } from "./row-window.ts";

const table = { count: 1000, rowPx: 36, heightPx: 720 };

describe("rows in view", () => {
  it("begins with the first rows and keeps some beyond the edge", () => {
    expect(rowsInView({ ...table, scrollTopPx: 0 })).toEqual({ first: 0, last: 20 + 4 + OVERSCAN_ROWS });
  });

  it("holds every row that is seen, wherever the reader is", () => {
    for (let scrollTopPx = 0; scrollTopPx <= 36 * 1000 - 720; scrollTopPx += 17) {
      const { first, last } = rowsInView({ ...table, scrollTopPx });
      expect(first).toBeLessThanOrEqual(Math.floor(scrollTopPx / 36));
      expect(last).toBeGreaterThanOrEqual(Math.min(999, Math.floor((scrollTopPx + 720) / 36)));
    }
  });

  it("ends with the last row, also when the list has shrunk under the reader", () => {
    expect(rowsInView({ ...table, scrollTopPx: 36 * 980 }).last).toBe(999);
    const { first, last } = rowsInView({ ...table, count: 10, scrollTopPx: 36 * 900 });
    expect(first).toBe(0);
    expect(last).toBe(9);
  });

  it("is empty without rows", () => {
    expect(rowsInView({ ...table, count: 0, scrollTopPx: 0 }).last).toBe(-1);
  });
});

describe("bringing a row into view", () => {
  const place = { rowPx: 36, headPx: 36, heightPx: 720, scrollTopPx: 360 };

  it("does not move when the row is in view", () => {
    expect(scrollTopFor(12, place)).toBe(360);
  });

  it("puts a row above under the head, and one below at the lower edge", () => {
    expect(scrollTopFor(3, place)).toBe(108);
    expect(scrollTopFor(50, place)).toBe(50 * 36 + 36 + 36 - 720);
  });
});
