import { columnsMax } from "../rules.ts";
import type { Panel, Section } from "../schemas.ts";
import { panelOf, type Say } from "./panels.ts";
import { clamp, flagAt, type Json, numberAt, objectAt, objectsAt, textAt } from "./read.ts";

const panelsMax = 300;
const sectionsMax = 60;
const inSectionMax = 100;

/** Rows become sections; a panel's height counts from the top of its section. */
export function sectionsOf(json: Json, say: Say): Section[] {
  const names = makeNames();
  const sections = isOld(json) ? fromRows(json, names, say) : fromGrid(json, names, say);
  return trimmed(sections, say);
}

const isOld = (json: Json): boolean =>
  objectsAt(json, "panels").length === 0 && objectsAt(json, "rows").length > 0;

/** `panel-4` from Grafana's number, each once. */
function makeNames(): (json: Json) => string {
  const used = new Set<string>();
  return (json) => {
    const number = numberAt(json, "id");
    const wanted =
      number !== null && Number.isInteger(number) && Math.abs(number) < 1e9 ? `g${Math.abs(number)}` : "";
    let name = wanted !== "" && !used.has(wanted) ? wanted : `n${used.size + 1}`;
    while (used.has(name)) name += "x";
    used.add(name);
    return name;
  };
}

type Names = ReturnType<typeof makeNames>;

const emptySection = (at: number, title = ""): Section => ({
  id: `s${at + 1}`,
  title,
  collapsed: false,
  repeat: null,
  panels: [],
});

const rowsOf = (json: Json): Json =>
  // The place: x, y, w, h.
  objectAt(json, "gridPos");

function fromGrid(json: Json, names: Names, say: Say): Section[] {
  const sorted = objectsAt(json, "panels")
    .slice(0, 1_000)
    .map((panel) => ({ panel, y: numberAt(rowsOf(panel), "y") ?? 0, x: numberAt(rowsOf(panel), "x") ?? 0 }))
    .sort((a, b) => a.y - b.y || a.x - b.x);
  const sections: Section[] = [emptySection(0)];
  let top = 0;
  for (const { panel, y } of sorted) {
    if (textAt(panel, "type") !== "row") {
      add(sections.at(-1) as Section, panel, top, names, say);
      continue;
    }
    const section = emptySection(sections.length, textAt(panel, "title", 200).trim() || "Row");
    section.collapsed = flagAt(panel, "collapsed");
    section.repeat = textAt(panel, "repeat", 60) || null;
    sections.push(section);
    top = y + 1;
    for (const inner of objectsAt(panel, "panels").slice(0, 1_000)) {
      add(section, inner, top, names, say);
    }
  }
  return sections;
}

function add(section: Section, json: Json, top: number, names: Names, say: Say): void {
  const panel = panelOf(json, names(json), say);
  if (!panel) return;
  const given = rowsOf(json);
  const w = clamp(numberAt(given, "w") ?? 12, 1, columnsMax);
  section.panels.push({
    ...panel,
    place: {
      x: clamp(numberAt(given, "x") ?? 0, 0, columnsMax - w),
      y: clamp((numberAt(given, "y") ?? 0) - top, 0, 10_000),
      w,
      h: clamp(numberAt(given, "h") ?? 8, 2, 60),
    },
  });
}

/** Before version 16 rows held their panels, each as wide as its share of twelve. */
function fromRows(json: Json, names: Names, say: Say): Section[] {
  return objectsAt(json, "rows")
    .slice(0, 200)
    .map((row, at) => {
      const shown = row.showTitle !== false && textAt(row, "title") !== "Dashboard Row";
      const section = emptySection(at, shown ? textAt(row, "title", 200).trim() : "");
      section.collapsed = flagAt(row, "collapse");
      section.repeat = textAt(row, "repeat", 60) || null;
      const heightPx = Number.parseInt(textAt(row, "height") || String(numberAt(row, "height") ?? 250), 10);
      const h = clamp((Number.isFinite(heightPx) ? heightPx : 250) / 38, 4, 60);
      let x = 0;
      let y = 0;
      for (const json of objectsAt(row, "panels").slice(0, 200)) {
        const panel: Omit<Panel, "place"> | null = panelOf(json, names(json), say);
        if (!panel) continue;
        const w = clamp((numberAt(json, "span") ?? 12) * 2, 1, columnsMax);
        if (x + w > columnsMax) {
          x = 0;
          y += h;
        }
        section.panels.push({ ...panel, place: { x, y, w, h } });
        x += w;
      }
      return section;
    });
}

function trimmed(sections: Section[], say: Say): Section[] {
  const kept = sections.filter((section) => section.panels.length > 0);
  let room = panelsMax;
  const result = kept.slice(0, sectionsMax).map((section) => {
    const panels = section.panels.slice(0, Math.min(inSectionMax, room));
    room -= panels.length;
    if (panels.length < section.panels.length)
      say("dashboard", `${section.panels.length - panels.length} panels are above the limit`, "dropped");
    return { ...section, panels };
  });
  if (kept.length > sectionsMax)
    say(
      "dashboard",
      `${kept.length - sectionsMax} sections are above the limit of ${sectionsMax}`,
      "dropped",
    );
  return result;
}
