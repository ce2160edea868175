import type { DashboardModel, Panel, Section, Variable } from "./schemas.ts";

export const columnsMax = 24;
const panelsMax = 300;

/** What "all values" is called in addresses and in `chosen`. */
export const allMark = "$__all";

export const panelsOf = (model: { sections: readonly Section[] }): Panel[] =>
  model.sections.flatMap((section) => section.panels);

export type Fault = { path: string; message: string };

/** What the shape alone cannot say: names that must be unique or known, panels that must fit. */
export function modelFaults(model: DashboardModel): Fault[] {
  const faults: Fault[] = [];
  const seen = { panel: new Set<string>(), section: new Set<string>(), variable: new Set<string>() };
  const once = (kind: keyof typeof seen, name: string, path: string) => {
    if (seen[kind].has(name)) faults.push({ path, message: `Two ${kind}s are called "${name}"` });
    seen[kind].add(name);
  };
  model.variables.forEach((variable, at) => {
    once("variable", variable.name, `model.variables.${at}.name`);
  });
  const known = (name: string | null, path: string) => {
    if (name !== null && !seen.variable.has(name))
      faults.push({ path, message: `No variable is called "${name}"` });
  };
  model.sections.forEach((section, s) => {
    const path = `model.sections.${s}`;
    once("section", section.id, `${path}.id`);
    known(section.repeat, `${path}.repeat`);
    section.panels.forEach((panel, p) => {
      const here = `${path}.panels.${p}`;
      once("panel", panel.id, `${here}.id`);
      known(panel.repeat?.variable ?? null, `${here}.repeat.variable`);
      if (panel.place.x + panel.place.w > columnsMax)
        faults.push({ path: `${here}.place`, message: `Reaches beyond column ${columnsMax}` });
      const names = new Set(panel.queries.map((query) => query.refId));
      if (names.size < panel.queries.length)
        faults.push({ path: `${here}.queries`, message: "Two queries have the same name" });
    });
  });
  if (panelsOf(model).length > panelsMax)
    faults.push({ path: "model.sections", message: `A dashboard has at most ${panelsMax} panels` });
  return faults;
}

const same = (a: unknown, b: unknown): boolean => stableText(a) === stableText(b);

/** JSON with sorted keys: two models are equal when their texts are. */
export function stableText(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

const nameOf = (panel: Panel): string => `"${panel.title || panel.id}"`;

/** In words, what one version has that the other had not: for a conflict, a history, a message. */
export function describeChanges(before: DashboardModel, after: DashboardModel): string[] {
  const said: string[] = [];
  const rest = (model: DashboardModel) => {
    const { sections: _sections, variables: _variables, ...settings } = model;
    return settings as Record<string, unknown>;
  };
  const settings = { was: rest(before), is: rest(after) };
  for (const key of Object.keys(settings.is)) {
    if (same(settings.was[key], settings.is[key])) continue;
    said.push(`changed ${settingWords[key] ?? key}`);
  }
  sayNamed(
    said,
    "variable",
    before.variables,
    after.variables,
    (one: Variable) => one.name,
    (one) => `"${one.name}"`,
  );
  const old = new Map(panelsOf(before).map((panel) => [panel.id, panel]));
  const now = new Map(panelsOf(after).map((panel) => [panel.id, panel]));
  for (const [id, panel] of now) {
    const was = old.get(id);
    if (!was) {
      said.push(`added panel ${nameOf(panel)}`);
      continue;
    }
    const { place: oldPlace, ...oldRest } = was;
    const { place: newPlace, ...newRest } = panel;
    if (!same(oldRest, newRest)) said.push(`changed panel ${nameOf(panel)}`);
    else if (!same(oldPlace, newPlace)) said.push(`moved panel ${nameOf(panel)}`);
  }
  for (const [id, panel] of old) if (!now.has(id)) said.push(`removed panel ${nameOf(panel)}`);
  const bare = (model: DashboardModel) =>
    model.sections.map(({ panels, ...section }) => ({ ...section, panels: panels.map((panel) => panel.id) }));
  if (!same(bare(before), bare(after)) && !said.some((text) => /^(added|removed) panel/.test(text)))
    said.push("changed the sections");
  return said;
}

const settingWords: Readonly<Record<string, string>> = {
  title: "the title",
  description: "the description",
  folder: "the folder",
  tags: "the tags",
  range: "the usual time range",
  refreshSeconds: "the refresh",
};

function sayNamed<Item>(
  said: string[],
  kind: string,
  before: readonly Item[],
  after: readonly Item[],
  keyOf: (item: Item) => string,
  words: (item: Item) => string,
): void {
  const old = new Map(before.map((item) => [keyOf(item), item]));
  for (const item of after) {
    const was = old.get(keyOf(item));
    if (!was) said.push(`added ${kind} ${words(item)}`);
    else if (!same(was, item)) said.push(`changed ${kind} ${words(item)}`);
    old.delete(keyOf(item));
  }
  for (const item of old.values()) said.push(`removed ${kind} ${words(item)}`);
}

/** "changed panel "CPU", added panel "Disk" and 3 more". */
export function shortly(changes: readonly string[], shown = 3): string {
  if (changes.length === 0) return "nothing that shows";
  const more = changes.length - shown;
  return changes.slice(0, shown).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
