import { describe, expect, it } from "vitest";
import { asBefore, tellingLabels, toLines } from "./query-lines.ts";

const series = [
  { labels: { __name__: "up", job: "api", instance: "a" }, points: [[0, 1, 0, 2]] as const },
  { labels: { __name__: "up", job: "api", instance: "b", zone: "x" }, points: [[0, 2]] as const },
].map(({ labels, points }) => ({ labels: labels as Record<string, string>, points: [...points] }));
const naming = { id: "A", text: "up", lettered: false };

describe("lines of a query", () => {
  it("are named by what tells them apart", () => {
    expect([...tellingLabels(series)].sort()).toEqual(["instance", "zone"]);
    expect(toLines(series, naming).map(({ label }) => label)).toEqual(["a", "instance=b, zone=x"]);
  });
  it("have the name of the metric when alone, or the query's text", () => {
    expect(toLines(series.slice(0, 1), naming)[0]?.label).toBe("up");
    expect(toLines([{ labels: {}, points: [] }], { ...naming, text: "sum(up)" })[0]?.label).toBe("sum(up)");
  });
  it("say their query's letter beside others", () => {
    expect(toLines(series, { ...naming, lettered: true })[0]?.label).toBe("A · a");
  });
  it("of the period before lie under the present, without extremes", () => {
    const [line] = asBefore(toLines(series, naming), 1_000);
    expect(line).toMatchObject({ comparison: true, points: [[1_000, 1]] });
  });
});
