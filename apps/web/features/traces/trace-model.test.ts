import type { TraceSkeleton } from "@triops/domains/traces/schemas";
import { describe, expect, it } from "vitest";
import { ancestors, buildTrace, findSpans, visiblePlaces } from "./trace-model.ts";

type Row = [
  id: string,
  parent: number,
  startUs: number,
  durationUs: number,
  more?: { error?: boolean; operation?: string },
];

const skeletonOf = (rows: Row[]): TraceSkeleton => ({
  traceId: "a".repeat(32),
  time: "2026-01-01T00:00:00.000Z",
  startMs: 0,
  durationMs: 1,
  isCut: false,
  services: ["shop"],
  operations: rows.map(([id, , , , more]) => more?.operation ?? id),
  kinds: ["internal"],
  statuses: ["unset", "error"],
  spans: {
    id: rows.map(([id]) => id),
    parent: rows.map(([, parent]) => parent),
    service: rows.map(() => 0),
    operation: rows.map((_, place) => place),
    kind: rows.map(() => 0),
    status: rows.map(([, , , , more]) => (more?.error ? 1 : 0)),
    startUs: rows.map(([, , start]) => start),
    durationUs: rows.map(([, , , duration]) => duration),
    marks: rows.map(() => 0),
  },
});
const ids = (model: ReturnType<typeof buildTrace>, places: Iterable<number>) =>
  [...places].map((place) => model.skeleton.spans.id[place]);

// root ── a (0–40) ── a1 (5–30)
//      ├─ b (45–95) ── b1 (50–60), b2 (62–94)
//      └─ c (46–60)
const tree = skeletonOf([
  ["root", -1, 0, 100],
  ["a", 0, 0, 40],
  ["a1", 1, 5, 25, { error: true }],
  ["b", 0, 45, 50],
  ["c", 0, 46, 14],
  ["b1", 3, 50, 10],
  ["b2", 3, 62, 32, { operation: "SELECT orders" }],
]);

describe("buildTrace", () => {
  it("puts every span before its children, and children by start", () => {
    const model = buildTrace(tree);
    expect(ids(model, model.order)).toEqual(["root", "a", "a1", "b", "b1", "b2", "c"]);
    expect([...model.depth]).toEqual([0, 1, 2, 1, 2, 2, 1]);
    expect([...model.end]).toEqual([7, 3, 3, 6, 5, 6, 7]);
    expect(model).toMatchObject({ errorCount: 1, orphanCount: 0, durationUs: 100 });
  });

  it("marks the spans without which the trace would have been shorter", () => {
    const model = buildTrace(tree);
    const critical = [...model.order].filter((place) => model.isCritical[place]);
    expect(ids(model, critical)).toEqual(["root", "a", "a1", "b", "b1", "b2"]);
  });

  it("puts spans whose parent is missing at the top and counts them", () => {
    const model = buildTrace(
      skeletonOf([
        ["root", -1, 0, 10],
        ["lost", -2, 5, 20],
        ["below", 1, 6, 2],
      ]),
    );
    expect([...model.depth]).toEqual([0, 0, 1]);
    expect(model).toMatchObject({ orphanCount: 1, durationUs: 25 });
  });

  it("tells of clocks that differ", () => {
    const model = buildTrace(
      skeletonOf([
        ["early", 1, 0, 10],
        ["root", -1, 7, 100],
      ]),
    );
    expect(ids(model, model.order)).toEqual(["root", "early"]);
    expect(model.skewed).toEqual({ count: 1, usMax: 7 });
  });

  it("survives spans that are each other's parents", () => {
    const model = buildTrace(
      skeletonOf([
        ["a", 1, 0, 10],
        ["b", 2, 1, 5],
        ["c", 0, 2, 5],
        ["d", 2, 3, 1],
      ]),
    );
    expect(new Set(ids(model, model.order))).toEqual(new Set(["a", "b", "c", "d"]));
  });

  it("takes a chain of 30,000 spans", () => {
    const chain = skeletonOf(Array.from({ length: 30_000 }, (_, n): Row => [`s${n}`, n - 1, n, 30_000 - n]));
    const model = buildTrace(chain);
    expect(model.depth[29_999]).toBe(29_999);
    expect(ancestors(model, 29_999)).toHaveLength(29_999);
  });
});

describe("looking around", () => {
  const model = buildTrace(tree);
  it("hides what is below a collapsed span", () => {
    expect(ids(model, visiblePlaces(model, new Set([3])))).toEqual(["root", "a", "a1", "b", "c"]);
    expect(ids(model, visiblePlaces(model, new Set([0, 1])))).toEqual(["root"]);
  });
  it("finds by operation, service and id", () => {
    expect(ids(model, findSpans(model, "select"))).toEqual(["b2"]);
    expect(findSpans(model, "SHOP")).toHaveLength(7);
    expect(ids(model, findSpans(model, "a1"))).toEqual(["a1"]);
    expect(findSpans(model, " ")).toEqual([]);
  });
});
