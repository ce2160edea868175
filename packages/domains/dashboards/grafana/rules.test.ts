import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { modelFaults, panelsOf } from "../rules.ts";
import { model as modelSchema } from "../schemas.ts";
import { translateGrafana } from "./rules.ts";

const machines = JSON.parse(
  readFileSync(new URL("./testdata/machines.json", import.meta.url), "utf8"),
) as Record<string, unknown>;

function translated(json: unknown) {
  const result = translateGrafana(json);
  if ("fault" in result) throw new Error(result.fault);
  return result;
}

describe("a dashboard about machines, as Grafana 11 writes it", () => {
  const { model, notes } = translated(machines);
  const panel = (title: string) => {
    const found = panelsOf(model).find((one) => one.title === title);
    if (!found) throw new Error(`no panel ${title}`);
    return found;
  };
  const noted = (where: string) => notes.filter((note) => note.where === where).map((note) => note.what);

  it("is sound and keeps its sections, folded ones folded", () => {
    expect(modelSchema.parse(model)).toEqual(model);
    expect(modelFaults(model)).toEqual([]);
    expect(model.sections.map(({ title, collapsed, panels }) => [title, collapsed, panels.length])).toEqual([
      ["At a glance", false, 5],
      ["Processor and memory", false, 4],
      ["Details", true, 5],
    ]);
    expect([model.title, model.range, model.refreshSeconds, model.tags]).toEqual([
      "Machines",
      "24h",
      60,
      ["linux", "prometheus"],
    ]);
  });
  it("keeps queries, names, units, limits and thresholds", () => {
    expect(panel("Processor").options).toMatchObject({
      unit: "percent",
      decimals: 1,
      min: 0,
      max: 100,
      thresholds: [
        { value: 0, level: "ok" },
        { value: 85, level: "sev2" },
        { value: 95, level: "sev1" },
      ],
    });
    expect(panel("Pressure").options.thresholds.map(({ value }) => value)).toEqual([0, 0.7, 0.9]);
    expect(panel("Memory")).toMatchObject({ type: "stat", options: { unit: "bytes", trend: false } });
    expect(panel("Load")).toMatchObject({
      type: "timeseries",
      options: { nulls: "connect", legend: "table", min: 0, thresholds: [] },
    });
    expect(panel("Uptime")).toMatchObject({
      type: "stat",
      options: {
        unit: "seconds",
        thresholds: [
          { value: 0, level: "sev1" },
          { value: 600, level: "sev2" },
          { value: 3600, level: "ok" },
        ],
      },
    });
    expect(panel("Disk: $device").repeat).toEqual({ variable: "device", direction: "across" });
    expect(panel("File systems").options).toMatchObject({
      hiddenColumns: ["Time", "job", "instance"],
      columnNames: { mountpoint: "Mounted at", "Value #A": "Size" },
      sort: { column: "Mounted at", descending: false },
    });
    expect(panel("Syslog").queries[0]).toMatchObject({ kind: "logs", query: 'service:syslog "error"' });
  });
  it("keeps variables; the data source is none", () => {
    expect(model.variables.map(({ name, kind }) => [name, kind])).toEqual([
      ["job", "query"],
      ["machine", "query"],
      ["device", "query"],
      ["window", "interval"],
      ["newest", "text"],
    ]);
    expect(model.variables[2]).toMatchObject({
      pattern: "^(sd[a-z]+|vd[a-z]+|nvme.*)$",
      multi: true,
      chosen: ["$__all"],
    });
  });
  it("says of everything else that it was left out or changed", () => {
    expect(noted('panel "Topology"')).toContain('"nodeGraph" is not understood');
    expect(noted('panel "From the library"')).toHaveLength(1);
    expect(noted('panel "Units"')).toEqual(['"state-timeline" does not exist here; it is "timeseries" now']);
    expect(noted('panel "File systems"')).toEqual(['the transformation "calculateField" is left out']);
    expect(noted('variable "filters"')).toHaveLength(1);
    expect(noted('variable "newest"')[0]).toContain("query_result");
    expect(noted("dashboard")).toHaveLength(2);
  });
  it("is found in the API's answer and in a resource as well", () => {
    expect(translated({ dashboard: machines, meta: {} }).model).toEqual(model);
    expect(translated({ apiVersion: "v1", kind: "Dashboard", spec: machines }).model).toEqual(model);
  });
});

it("rows from before version 16 become sections with panels side by side", () => {
  const target = { expr: "up", refId: "A" };
  const { model } = translated({
    title: "Old",
    rows: [
      {
        title: "One",
        height: "250px",
        panels: [
          { id: 1, type: "graph", span: 6, targets: [target] },
          { id: 1, type: "graph", span: 6, targets: [target] },
          { id: 2, type: "singlestat", span: 12, gauge: { show: true }, targets: [target] },
        ],
      },
    ],
  });
  expect(panelsOf(model).map(({ type, place: { x, y, w } }) => [type, x, y, w])).toEqual([
    ["timeseries", 0, 0, 12],
    ["timeseries", 12, 0, 12],
    ["gauge", 0, 7, 24],
  ]);
  expect(modelFaults(model)).toEqual([]);
});

describe("what is no dashboard", () => {
  it.each([
    [null, "A dashboard is a JSON object"],
    [[], "A dashboard is a JSON object"],
    [{}, "There are no panels in it"],
    [{ spec: { elements: {}, layout: {} } }, "schema v2"],
    [{ panels: [] }, "None of its panels"],
  ])("%j is refused in words", (json, words) => {
    const result = translateGrafana(json);
    expect("fault" in result && result.fault).toContain(words);
  });

  it("any JSON at all gives a sound dashboard or a fault, never a crash", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (json) => expectSound(json)),
      { numRuns: 300 },
    );
  });
  it("so does a real one with anything put anywhere in it", () => {
    const paths = pathsOf(machines);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...paths), fc.jsonValue({ maxDepth: 2 })), {
          minLength: 1,
          maxLength: 12,
        }),
        (changes) => {
          const copy = structuredClone(machines);
          for (const [path, value] of changes) put(copy, path, value);
          expectSound(copy);
        },
      ),
      { numRuns: 400 },
    );
  });
});

function expectSound(json: unknown): void {
  const result = translateGrafana(json);
  if ("fault" in result) {
    expect(result.fault.length).toBeGreaterThan(10);
    return;
  }
  expect(modelSchema.parse(result.model)).toEqual(result.model);
  expect(modelFaults(result.model)).toEqual([]);
}

type Path = (string | number)[];

function pathsOf(value: unknown, here: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [here];
  const inner = Object.entries(value).flatMap(([key, child]) => pathsOf(child, [...here, key]));
  return here.length === 0 ? inner : [here, ...inner];
}

function put(root: Record<string, unknown>, path: Path, value: unknown): void {
  let at: unknown = root;
  for (const key of path.slice(0, -1)) {
    if (typeof at !== "object" || at === null) return;
    at = (at as Record<string, unknown>)[key];
  }
  if (typeof at === "object" && at !== null) (at as Record<string, unknown>)[path.at(-1) ?? ""] = value;
}
