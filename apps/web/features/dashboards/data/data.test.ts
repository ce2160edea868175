import type { Panel, Section } from "@triops/domains/dashboards/schemas";
import { describe, expect, it } from "vitest";
import type { Scope } from "../variables/scope.ts";
import { heatmapOf, shadeOf } from "./heatmap-cells.ts";
import { freePlace, packed, shownPanels } from "./layout.ts";
import { levelAt, reduceSeries, withNulls } from "./reduce.ts";
import { nameSeries } from "./series-names.ts";
import { tableRows } from "./table-rows.ts";
import { panelValue } from "./values.ts";

describe("a series as one number", () => {
  const points = [
    [0, 1],
    [1, null],
    [2, 5, 4, 9],
    [3, 3],
  ] as const;
  it.each([
    ["last", 3],
    ["first", 1],
    ["avg", 3],
    ["min", 1],
    ["max", 9],
    ["sum", 9],
    ["count", 3],
    ["change", 2],
  ] as const)("%s", (how, wanted) => {
    expect(reduceSeries(points, how)).toBe(wanted);
  });
  it("nothing is not zero", () => {
    expect(reduceSeries([[0, null]], "sum")).toBeNull();
  });
});

describe("thresholds and missing samples", () => {
  it("the highest threshold at or below the value holds, in any order", () => {
    const thresholds = [
      { value: 80, level: "sev1" as const },
      { value: 0, level: "ok" as const },
    ];
    expect([-1, 0, 79, 80, null].map((value) => levelAt(value, thresholds))).toEqual([
      null,
      "ok",
      "ok",
      "sev1",
      null,
    ]);
  });
  it("zero fills the grid from the start of the range", () => {
    const grid = { stepMs: 10, fromMs: 0, toMs: 40 };
    expect(withNulls([[20, 7]], "zero", grid)).toEqual([
      [0, 0],
      [10, 0],
      [20, 7],
      [30, 0],
      [40, 0],
    ]);
    expect(withNulls([[20, null]], "connect", grid)).toEqual([]);
  });
});

describe("names", () => {
  const series = [
    { labels: { __name__: "up", job: "a", x: "1" } },
    { labels: { __name__: "up", job: "b", x: "1" } },
  ];
  it("by a template, by what differs, by the metric", () => {
    expect(nameSeries(series, { template: "{{job}} of {{ missing }}", query: "up" })).toEqual([
      "a of",
      "b of",
    ]);
    expect(nameSeries(series, { template: "", query: "up" })).toEqual(["a", "b"]);
    expect(nameSeries(series.slice(0, 1), { template: "", query: "q" })).toEqual(["up"]);
  });
});

describe("values", () => {
  it.each([
    [1234.5678, "none", 1, "1.2\u202fk"],
    [0.1234, "ratio", 1, "12.3\u202f%"],
    [2048, "bytes", 2, "2.00\u202fKiB"],
    [0.0123, "seconds", 0, "12\u202fms"],
    [-3, "usd", 2, "−$3.00"],
  ] as const)("%d %s", (value, unit, decimals, wanted) => {
    expect(panelValue(value, unit, decimals)).toBe(wanted);
  });
});

describe("tables", () => {
  it("queries meet in one row by their labels; names, hidden columns and order are heeded", () => {
    const answer = (rows: { labels: Record<string, string>; value: number }[]) => ({
      rows,
      seriesTotal: rows.length,
      atMs: 0,
      warnings: [],
    });
    const made = tableRows(
      [
        {
          name: "A",
          answer: answer([
            { labels: { q: "x", secret: "s" }, value: 1 },
            { labels: { q: "y", secret: "s" }, value: 3 },
          ]),
        },
        { name: "B", answer: answer([{ labels: { q: "y", secret: "s" }, value: 9 }]) },
      ],
      {
        hiddenColumns: ["secret"],
        columnNames: { q: "Queue" },
        sort: { column: "A", descending: true },
        rowsMax: 10,
      },
    );
    expect(made.columns.map((column) => column.name)).toEqual(["Queue", "A", "B"]);
    expect(made.rows).toEqual([
      ["y", 3, 9],
      ["x", 1, null],
    ]);
  });
});

describe("heat maps", () => {
  it("cells hold what lies between two bounds, and unused bounds at the ends go", () => {
    const series = [
      { labels: { le: "+Inf" }, points: [[0, 10]] as [number, number][] },
      { labels: { le: "1" }, points: [[0, 10]] as [number, number][] },
      { labels: { le: "0.5" }, points: [[0, 4]] as [number, number][] },
      { labels: { le: "0.1" }, points: [[0, 0]] as [number, number][] },
    ];
    expect(heatmapOf(series)).toEqual({ times: [0], bounds: [0.5, 1], counts: [[4], [6]], max: 6 });
    expect(heatmapOf([{ labels: {}, points: [] }])).toBeNull();
    expect([0, 0.1, 6].map((count) => shadeOf(count, 6))).toEqual([0, 1, 5]);
  });
});

const at = (id: string, x: number, y: number, w: number, h: number) => ({ id, place: { x, y, w, h } });

describe("places", () => {
  it("panels fall up, never onto each other, and the moved one wins", () => {
    const moved = packed([at("a", 0, 0, 12, 4), at("b", 0, 9, 12, 4), at("c", 0, 0, 24, 2)], "c");
    expect(moved.map(({ place }) => place.y)).toEqual([2, 6, 0]);
    expect(freePlace([at("a", 0, 0, 12, 8)], { w: 12, h: 8 })).toEqual({ x: 12, y: 0, w: 12, h: 8 });
    expect(freePlace([at("a", 0, 0, 16, 8)], { w: 12, h: 8 })).toEqual({ x: 0, y: 8, w: 12, h: 8 });
  });
  it("a repeated panel comes once for each value, what follows moves down", () => {
    const scope: Scope = {
      variables: new Map([["v", { name: "v", values: ["a", "b", "c"], all: true, allValue: "" }]]),
      intervalSeconds: 1,
      fromMs: 0,
      toMs: 1,
    };
    const panels = [
      { ...at("r", 0, 0, 12, 4), repeat: { variable: "v", direction: "across" } },
      { ...at("after", 0, 4, 24, 4), repeat: null },
    ] as unknown as Panel[];
    const shown = shownPanels({ panels } as Section, scope);
    expect(shown.map(({ key, place }) => [key, place.x, place.y])).toEqual([
      ["r", 0, 0],
      ["r~1", 12, 0],
      ["r~2", 0, 4],
      ["after", 0, 8],
    ]);
  });
});
