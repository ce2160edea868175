import { columnsMax } from "../rules.ts";
import {
  type DashboardModel,
  model as modelSchema,
  type PanelOptions,
  type PanelType,
  type Variable,
} from "../schemas.ts";

export type StarterPanel = {
  title: string;
  type: PanelType;
  w: number;
  h: number;
  /** Metrics without which the panel would stay empty: it is left out then. */
  needs: readonly string[];
  /** PromQL and how its series are named. */
  queries: readonly (readonly [expr: string, legend?: string])[];
  options?: Partial<PanelOptions>;
  description?: string;
};

export type StarterPlan = {
  key: string;
  title: string;
  description: string;
  tags: readonly string[];
  variables: readonly (Partial<Variable> & Pick<Variable, "name" | "kind"> & { needs: readonly string[] })[];
  sections: readonly { title: string; collapsed?: boolean; panels: readonly StarterPanel[] }[];
};

/** Every metric that the plan would ask for. */
export const metricsOf = (plan: StarterPlan): string[] => [
  ...new Set(plan.sections.flatMap(({ panels }) => panels.flatMap((panel) => [...panel.needs]))),
];

/** The dashboard of a plan, of the panels whose metrics arrive; null when there is none. */
export function buildStarter(plan: StarterPlan, arriving: ReadonlySet<string>): DashboardModel | null {
  const has = (needs: readonly string[]) => needs.every((metric) => arriving.has(metric));
  const sections = plan.sections.flatMap((section, s) => {
    const panels = section.panels.filter((panel) => has(panel.needs));
    if (panels.length === 0) return [];
    const places = flow(panels);
    return [
      {
        id: `s${s + 1}`,
        title: section.title,
        collapsed: section.collapsed ?? false,
        panels: panels.map(({ needs: _needs, queries, w: _w, h: _h, ...panel }, p) => ({
          ...panel,
          id: `p${s + 1}-${p + 1}`,
          place: places[p],
          queries: queries.map(([expr, legend = ""], q) => ({
            kind: "promql",
            refId: String.fromCharCode(65 + q),
            expr,
            legend,
          })),
        })),
      },
    ];
  });
  if (sections.length === 0) return null;
  return modelSchema.parse({
    title: plan.title,
    description: plan.description,
    tags: plan.tags,
    folder: "",
    range: "3h",
    variables: plan.variables
      .filter((variable) => has(variable.needs))
      .map(({ needs: _needs, ...rest }) => rest),
    sections,
  });
}

/** From left to right; a panel that does not fit begins a new line, and the last of a line takes what is left. */
function flow(panels: readonly StarterPanel[]): { x: number; y: number; w: number; h: number }[] {
  const lines: StarterPanel[][] = [];
  let used = columnsMax;
  for (const panel of panels) {
    if (used + panel.w > columnsMax) {
      lines.push([]);
      used = 0;
    }
    lines.at(-1)?.push(panel);
    used += panel.w;
  }
  let y = 0;
  return lines.flatMap((line) => {
    const h = Math.max(...line.map((panel) => panel.h));
    const spare = columnsMax - line.reduce((sum, panel) => sum + panel.w, 0);
    let x = 0;
    const places = line.map((panel, at) => {
      // What is spare is shared evenly, so that a line with a panel missing has no hole.
      const extra = Math.floor((spare * (at + 1)) / line.length) - Math.floor((spare * at) / line.length);
      const place = { x, y, w: panel.w + extra, h };
      x += place.w;
      return place;
    });
    y += h;
    return places;
  });
}
