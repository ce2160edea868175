import { describe, expect, it } from "vitest";
import { newEpisode } from "./episode.ts";
import { evidenceOf, type Moved, movedWith, titleOf } from "./evidence.ts";
import type { Finding } from "./judge.ts";
import { condition, signal } from "./schemas.ts";
import { everythingKey, newWatched, type Rule, remember } from "./watched.ts";

const rule: Rule = {
  id: "m",
  workspaceId: "w",
  name: "CPU is busy",
  severity: "sev2",
  signal: signal.parse({ metric: "cpu" }),
  condition: condition.parse({ kind: "threshold", op: ">", value: 0.9, forMinutes: 5 }),
  version: 0,
  evaluatedAt: null,
  watermark: null,
};
const minute = 60_000;

function findingFor(labels: Record<string, string>): Finding {
  const watched = newWatched(rule, { key: "s", labels, unit: "1" }, 0);
  watched.episode = { ...newEpisode(0), count: 1 };
  return {
    watched,
    transition: { kind: "breached", at: 10 * minute, from: 5 * minute, reason: "new" },
    value: 0.97,
    why: null,
  };
}

describe("a title", () => {
  it.each([
    [{}, "CPU is busy"],
    [{ host_name: "web-1" }, "CPU is busy: web-1"],
    [{ service_name: "shop", host_name: "web-1" }, "CPU is busy: web-1"],
    [{ host_name: "web-1", cpu: "3" }, "CPU is busy: web-1, cpu 3"],
    [{ host_name: "web-1", telemetry_sdk_name: "otel", mountpoint: "/" }, "CPU is busy: web-1, mountpoint /"],
    [{ service_name: "shop" }, "CPU is busy: shop"],
  ])("of %o is %s", (labels, title) => {
    expect(titleOf(rule, { key: "s", labels: labels as unknown as Record<string, string> })).toBe(title);
  });
  it("of everything says so", () => {
    expect(titleOf(rule, { key: everythingKey, labels: {} })).toBe("CPU is busy: no data arrives at all");
  });
  it("never grows beyond what an alert takes", () => {
    expect(titleOf(rule, { key: "s", labels: { host_name: "x".repeat(500) } })).toHaveLength(300);
  });
});

describe("what else moved", () => {
  const other = (more: Partial<Moved>): Moved => ({
    at: 10 * minute,
    monitorId: "m2",
    seriesKey: "o",
    metric: "load",
    labels: { host_name: "web-1" },
    score: 0.98,
    value: 1,
    ...more,
  });
  it.each([
    ["the same host at the same time", {}, 1],
    ["another host", { labels: { host_name: "web-2" } }, 0],
    ["long before", { at: 4 * minute }, 0],
    ["itself", { monitorId: "m", seriesKey: "s" }, 0],
  ])("%s", (_case, more, count) => {
    expect(movedWith(findingFor({ host_name: "web-1" }), rule, [other(more)])).toHaveLength(count);
  });
  it("names each series once and the five most unusual first", () => {
    const many = Array.from({ length: 9 }, (_, i) => other({ seriesKey: `o${i}`, score: 0.9 + i / 100 }));
    const found = movedWith(findingFor({ host_name: "web-1" }), rule, [...many, ...many]);
    expect(found.map((one) => one.seriesKey)).toEqual(["o8", "o7", "o6", "o5", "o4"]);
  });
});

describe("evidence", () => {
  it("holds the threshold, since when, and the last sixty points in order", () => {
    const finding = findingFor({ host_name: "web-1" });
    for (let i = 0; i < 100; i++) remember(finding.watched.recent, i * minute, i);
    const evidence = evidenceOf(rule, finding, []);
    expect(evidence).toMatchObject({
      kind: "threshold",
      op: ">",
      threshold: 0.9,
      recoverValue: 0.9,
      since: new Date(5 * minute).toISOString(),
    });
    const points = evidence.points as [number, number][];
    expect(points).toHaveLength(60);
    expect([points[0], points.at(-1)]).toEqual([
      [40 * minute, 40],
      [99 * minute, 99],
    ]);
  });
});
