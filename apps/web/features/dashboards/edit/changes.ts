import { columnsMax } from "@triops/domains/dashboards/rules";
import type {
  DashboardModel,
  Panel,
  PanelOptions,
  PanelQuery,
  PanelType,
  Place,
  Section,
} from "@triops/domains/dashboards/schemas";
import { freePlace, packed } from "../data/layout.ts";

export const usualOptions: PanelOptions = {
  unit: "none",
  decimals: null,
  min: null,
  max: null,
  thresholds: [],
  reduce: "last",
  legend: "list",
  stacked: false,
  fill: false,
  includeZero: true,
  nulls: "gap",
  trend: true,
  gauge: "arc",
  content: "",
  hiddenColumns: [],
  columnNames: {},
  sort: null,
  rowsMax: 50,
};

export const blankModel = (title = "New dashboard"): DashboardModel => ({
  schemaVersion: 1,
  title,
  description: "",
  folder: "",
  tags: [],
  range: "6h",
  refreshSeconds: 30,
  variables: [],
  sections: [{ id: "s1", title: "", collapsed: false, repeat: null, panels: [] }],
});

const sizes: Record<PanelType, Pick<Place, "w" | "h">> = {
  timeseries: { w: 12, h: 8 },
  stat: { w: 6, h: 5 },
  gauge: { w: 6, h: 5 },
  table: { w: 12, h: 8 },
  heatmap: { w: 12, h: 8 },
  bar: { w: 12, h: 8 },
  text: { w: 12, h: 4 },
  logs: { w: 24, h: 8 },
  alerts: { w: 8, h: 8 },
};

export const panelTypeNames: Record<PanelType, string> = {
  timeseries: "Time series",
  stat: "Figure",
  gauge: "Gauge",
  bar: "Bars",
  table: "Table",
  heatmap: "Heat map",
  text: "Text",
  logs: "Logs",
  alerts: "Alerts",
};

/** `p7`: the next number that no panel has. */
function freshId(taken: readonly string[], letter: string): string {
  let number = taken.length + 1;
  while (taken.includes(`${letter}${number}`)) number++;
  return `${letter}${number}`;
}

const allPanels = (model: DashboardModel): Panel[] => model.sections.flatMap((section) => section.panels);
const freshPanelId = (model: DashboardModel): string =>
  freshId(
    allPanels(model).map((panel) => panel.id),
    "p",
  );

export const emptyQuery = (type: PanelType, refId = "A"): PanelQuery | null => {
  if (type === "text") return null;
  if (type === "logs") return { kind: "logs", refId, query: "", hidden: false };
  if (type === "alerts")
    return { kind: "alerts", refId, state: "open", severity: "", search: "", hidden: false };
  return { kind: "promql", refId, expr: "", legend: "", hidden: false };
};

/** A panel of another type keeps its queries where the type can ask them. */
export function withType(panel: Panel, type: PanelType): Panel {
  const wanted = emptyQuery(type);
  const kept = panel.queries.filter((query) => query.kind === wanted?.kind);
  return { ...panel, type, queries: kept.length > 0 || !wanted ? kept : [wanted] };
}

const inSection = (
  model: DashboardModel,
  id: string,
  change: (section: Section) => Section,
): DashboardModel => ({
  ...model,
  sections: model.sections.map((section) => (section.id === id ? change(section) : section)),
});

export const sectionOf = (model: DashboardModel, panelId: string): Section | undefined =>
  model.sections.find((section) => section.panels.some((panel) => panel.id === panelId));

export function addPanel(
  model: DashboardModel,
  type: PanelType,
  sectionId?: string,
): { model: DashboardModel; id: string } {
  const withSection = model.sections.length > 0 ? model : { ...model, sections: blankModel().sections };
  const section = withSection.sections.find((one) => one.id === sectionId) ?? withSection.sections.at(-1);
  const id = freshPanelId(model);
  const query = emptyQuery(type);
  const panel: Panel = {
    id,
    type,
    title: type === "text" ? "" : type === "alerts" ? "Alerts" : "New panel",
    description: "",
    place: freePlace(section?.panels ?? [], sizes[type]),
    queries: query ? [query] : [],
    options: { ...usualOptions, content: type === "text" ? "Write **Markdown** here." : "" },
    repeat: null,
  };
  return {
    id,
    model: inSection(withSection, section?.id ?? "", (one) => ({
      ...one,
      collapsed: false,
      panels: [...one.panels, panel],
    })),
  };
}

export function duplicatePanel(model: DashboardModel, id: string): DashboardModel {
  const section = sectionOf(model, id);
  const panel = section?.panels.find((one) => one.id === id);
  if (!section || !panel) return model;
  const { w, h } = panel.place;
  const copy: Panel = {
    ...panel,
    id: freshPanelId(model),
    title: panel.title === "" ? "" : `${panel.title} (copy)`.slice(0, 200),
    place: freePlace(section.panels, { w, h }),
  };
  return inSection(model, section.id, (one) => ({ ...one, panels: [...one.panels, copy] }));
}

export const removePanel = (model: DashboardModel, id: string): DashboardModel => ({
  ...model,
  sections: model.sections.map((section) =>
    section.panels.some((panel) => panel.id === id)
      ? { ...section, panels: packed(section.panels.filter((panel) => panel.id !== id)) }
      : section,
  ),
});

export const changePanel = (
  model: DashboardModel,
  id: string,
  change: (panel: Panel) => Panel,
): DashboardModel => ({
  ...model,
  sections: model.sections.map((section) => ({
    ...section,
    panels: section.panels.map((panel) => (panel.id === id ? change(panel) : panel)),
  })),
});

/** What was dragged or resized: all places of a section at once. */
export const placePanels = (
  model: DashboardModel,
  sectionId: string,
  places: ReadonlyMap<string, Place>,
): DashboardModel =>
  inSection(model, sectionId, (section) => ({
    ...section,
    panels: section.panels.map((panel) => ({ ...panel, place: places.get(panel.id) ?? panel.place })),
  }));

/** To a place by keys or numbers: it is kept within the grid, and what is in the way makes room. */
export function movePanel(model: DashboardModel, id: string, to: Partial<Place>): DashboardModel {
  const section = sectionOf(model, id);
  const panel = section?.panels.find((one) => one.id === id);
  if (!section || !panel) return model;
  const wanted = { ...panel.place, ...to };
  const w = Math.min(columnsMax, Math.max(2, wanted.w));
  const place: Place = {
    w,
    h: Math.min(60, Math.max(2, wanted.h)),
    x: Math.min(columnsMax - w, Math.max(0, wanted.x)),
    y: Math.min(10_000, Math.max(0, wanted.y)),
  };
  return inSection(model, section.id, (one) => ({
    ...one,
    panels: packed(
      one.panels.map((other) => (other.id === id ? { ...other, place } : other)),
      id,
    ),
  }));
}

export function panelToSection(model: DashboardModel, id: string, sectionId: string): DashboardModel {
  const panel = allPanels(model).find((one) => one.id === id);
  if (!panel || sectionOf(model, id)?.id === sectionId) return model;
  const without = removePanel(model, id);
  return inSection(without, sectionId, (section) => ({
    ...section,
    panels: [...section.panels, { ...panel, place: freePlace(section.panels, panel.place) }],
  }));
}

export const addSection = (model: DashboardModel): DashboardModel => ({
  ...model,
  sections: [
    ...model.sections,
    {
      id: freshId(
        model.sections.map((section) => section.id),
        "s",
      ),
      title: "New section",
      collapsed: false,
      repeat: null,
      panels: [],
    },
  ],
});

export const changeSection = (
  model: DashboardModel,
  id: string,
  change: Partial<Omit<Section, "id">>,
): DashboardModel => inSection(model, id, (section) => ({ ...section, ...change }));

export function moveSection(model: DashboardModel, id: string, by: -1 | 1): DashboardModel {
  const from = model.sections.findIndex((section) => section.id === id);
  const moved = model.sections[from];
  const to = from + by;
  if (!moved || to < 0 || to >= model.sections.length) return model;
  return { ...model, sections: model.sections.toSpliced(from, 1).toSpliced(to, 0, moved) };
}

/** Its panels go with it; undo brings both back. */
export const removeSection = (model: DashboardModel, id: string): DashboardModel => ({
  ...model,
  sections: model.sections.filter((section) => section.id !== id),
});
