import { describe, expect, it } from "vitest";
import { describeChanges, modelFaults, shortly, stableText } from "./rules.ts";
import { type DashboardModel, model as modelSchema } from "./schemas.ts";
import { modelInput } from "./testing.ts";

const base: DashboardModel = modelSchema.parse(modelInput());
const withPanel = (change: object): DashboardModel => ({
  ...base,
  sections: base.sections.map((section) => ({
    ...section,
    panels: section.panels.map((panel) => ({ ...panel, ...change })),
  })),
});
const [section] = base.sections;
const [panel] = section?.panels ?? [];
if (!section || !panel) throw new Error("the sample has a panel");

describe("faults of a model", () => {
  it.each([
    ["two panels of one name", { ...base, sections: [{ ...section, panels: [panel, panel] }] }],
    ["a panel beyond the grid", withPanel({ place: { x: 20, y: 0, w: 10, h: 4 } })],
    ["a repeat by no variable", withPanel({ repeat: { variable: "host", direction: "across" } })],
    ["two queries of one name", withPanel({ queries: [...panel.queries, ...panel.queries] })],
    ["two sections of one name", { ...base, sections: [section, { ...section, panels: [] }] }],
  ])("%s", (_name, model) => {
    expect(modelFaults(model)).toHaveLength(1);
  });
  it("none in a sound one", () => {
    expect(modelFaults(base)).toEqual([]);
  });
});

describe("what changed, in words", () => {
  it.each([
    ["the same", structuredClone(base), []],
    ["title and tags", { ...base, title: "Else", tags: [] }, ["changed the title", "changed the tags"]],
    ["a query", withPanel({ queries: [] }), ['changed panel "Load"']],
    ["a place", withPanel({ place: { x: 1, y: 0, w: 12, h: 8 } }), ['moved panel "Load"']],
    ["another panel", withPanel({ id: "p2", title: "CPU" }), ['added panel "CPU"', 'removed panel "Load"']],
    ["a fold", { ...base, sections: [{ ...section, collapsed: true }] }, ["changed the sections"]],
  ])("%s", (_name, after, words) => {
    expect(describeChanges(base, after)).toEqual(words);
  });
  it("the order of keys is no change", () => {
    expect(stableText({ a: 1, b: [{ c: 2, d: 3 }] })).toBe(stableText({ b: [{ d: 3, c: 2 }], a: 1 }));
  });
  it("is cut after a few", () => {
    expect(shortly(["a", "b", "c", "d", "e"])).toBe("a, b, c and 2 more");
  });
});
