import { describe, expect, it } from "vitest";
import { gatherSources, ratesOf, stepSecondsFor } from "./gather.ts";

const now = new Date("2026-06-01T12:00:30Z");
const at = (text: string) => new Date(`2026-06-01T${text}Z`);
const flow = (source: string, time: string, accepted: number, rejected = 0) => ({
  source,
  signal: "metrics",
  at: at(time),
  accepted,
  rejected,
  late: 0,
});

describe("sources", () => {
  it("are one per key and signal, whoever sent last first, with the curve of the range", () => {
    const sources = gatherSources({
      senders: [],
      flows: [flow("a", "11:10:00", 10, 1), flow("a", "11:11:00", 20), flow("b", "11:59:00", 5)],
      rejections: [{ source: "a", signal: "metrics", reason: "too_old", count: 1, lastSeen: at("11:10:00") }],
      keys: new Map([["a", { name: "Prometheus", prefix: "tri_x" }]]),
      window: { from: at("11:00:00"), to: at("12:00:00") },
      stepSeconds: 600,
      now,
    });
    expect(sources.map(({ source, name, accepted, rejected }) => [source, name, accepted, rejected])).toEqual(
      [
        ["b", null, 5, 0],
        ["a", "Prometheus", 30, 1],
      ],
    );
    expect(sources[1]?.curve).toEqual([0, 30, 0, 0, 0, 0]);
    expect(sources[1]?.rejections).toMatchObject([{ reason: "too_old", count: 1 }]);
    expect(sources.every(({ dropped }) => dropped === 0)).toBe(true);
  });

  it("have the rate of the last five full minutes: the running one is not over", () => {
    const minutes = [flow("a", "11:54:00", 1e6), flow("a", "11:55:00", 300), flow("a", "12:00:00", 1e6)];
    expect(ratesOf(minutes, now).get("a\nmetrics")).toBe(1);
  });

  it("are drawn with about sixty steps of whole minutes", () => {
    expect([3_600_000, 21_600_000, 86_400_000].map(stepSecondsFor)).toEqual([60, 360, 1_440]);
  });
});
