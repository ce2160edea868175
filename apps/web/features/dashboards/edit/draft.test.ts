import type { DashboardModel } from "@triops/domains/dashboards/schemas";
import { describe, expect, it } from "vitest";
import {
  addPanel,
  addSection,
  blankModel,
  changePanel,
  duplicatePanel,
  movePanel,
  moveSection,
  panelToSection,
  removePanel,
  withType,
} from "./changes.ts";
import { draftAfter, isDirty, startDraft } from "./draft.ts";

const places = (model: DashboardModel) =>
  model.sections.flatMap((section) =>
    section.panels.map(({ id, place: { x, y, w, h } }) => [id, x, y, w, h]),
  );

describe("changes", () => {
  const one = addPanel(blankModel(), "timeseries").model;
  it("a second panel stands beside the first, a copy below", () => {
    const two = addPanel(one, "timeseries").model;
    expect(places(duplicatePanel(two, "p1"))).toEqual([
      ["p1", 0, 0, 12, 8],
      ["p2", 12, 0, 12, 8],
      ["p3", 0, 8, 12, 8],
    ]);
  });
  it("moving by keys stays in the grid, and what is in the way makes room", () => {
    const two = addPanel(one, "timeseries").model;
    expect(places(movePanel(two, "p2", { x: -5 }))).toEqual([
      ["p1", 0, 8, 12, 8],
      ["p2", 0, 0, 12, 8],
    ]);
    expect(places(movePanel(one, "p1", { w: 99, h: 1 }))).toEqual([["p1", 0, 0, 24, 2]]);
  });
  it("what is removed leaves no hole, and a panel can change its section", () => {
    const two = movePanel(addPanel(one, "stat").model, "p2", { x: 0, y: 8 });
    expect(places(removePanel(two, "p1"))).toEqual([["p2", 0, 0, 6, 5]]);
    const sections = addSection(two);
    const moved = panelToSection(sections, "p2", "s2");
    expect(moved.sections.map((section) => section.panels.map((panel) => panel.id))).toEqual([
      ["p1"],
      ["p2"],
    ]);
    expect(moveSection(moved, "s2", -1).sections.map((section) => section.id)).toEqual(["s2", "s1"]);
  });
  it("another type keeps the queries that it can ask", () => {
    const [panel] = one.sections[0]?.panels ?? [];
    if (!panel) throw new Error("no panel");
    expect(withType(panel, "stat").queries).toEqual(panel.queries);
    expect(withType(panel, "logs").queries[0]?.kind).toBe("logs");
    expect(withType(panel, "text").queries).toEqual([]);
  });
});

describe("a draft", () => {
  const base = { version: 1, model: addPanel(blankModel(), "stat").model };
  const named = (title: string) => changePanel(base.model, "p1", (panel) => ({ ...panel, title }));
  it("typing is one step back; undo and redo lead there and back", () => {
    let draft = startDraft(base);
    for (const title of ["a", "ab", "abc"])
      draft = draftAfter(draft, { kind: "change", model: named(title), key: "title" });
    expect(draft.past).toHaveLength(1);
    const undone = draftAfter(draft, { kind: "undo" });
    expect(isDirty(undone)).toBe(false);
    expect(draftAfter(undone, { kind: "redo" }).model).toEqual(draft.model);
  });
  it("what changes nothing is no step, and a new change forgets what was undone", () => {
    const draft = startDraft(base);
    expect(draftAfter(draft, { kind: "change", model: structuredClone(base.model) })).toBe(draft);
    const undone = draftAfter(draftAfter(draft, { kind: "change", model: named("x") }), { kind: "undo" });
    expect(draftAfter(undone, { kind: "change", model: named("y") }).future).toEqual([]);
  });
});
