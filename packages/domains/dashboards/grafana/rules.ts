import { panelsOf } from "../rules.ts";
import type { DashboardModel, ImportNote } from "../schemas.ts";
import { sectionsOf } from "./layout.ts";
import { isObject, type Json, listAt, objectAt, objectsAt, textAt } from "./read.ts";
import { variablesOf } from "./variables.ts";

const notesMax = 300;

export type Translation = { model: DashboardModel; notes: ImportNote[] } | { fault: string };

/**
 * A dashboard of Grafana (any classic schema version; the file, the API's answer or a Kubernetes resource around
 * it) as one of ours, with a note for everything that was left out or only came close. Pure; never throws.
 */
export function translateGrafana(json: unknown): Translation {
  const found = classicOf(json);
  if ("fault" in found) return found;
  const { dashboard } = found;
  const notes: ImportNote[] = [];
  const said = new Set<string>();
  const say = (where: string, what: string, kind: ImportNote["kind"]) => {
    const key = `${where} ${what}`;
    if (said.has(key) || notes.length >= notesMax) return;
    said.add(key);
    notes.push({ where: where.slice(0, 300), what, kind });
  };
  const variables = variablesOf(dashboard, say);
  const known = new Set(variables.map((one) => one.name));
  const sections = sectionsOf(dashboard, say).map((section) => ({
    ...section,
    repeat: knownRepeat(section.repeat, known, `section "${section.title}"`, say),
    panels: section.panels.map((panel) => ({
      ...panel,
      repeat: knownRepeat(panel.repeat?.variable ?? null, known, `panel "${panel.title}"`, say)
        ? panel.repeat
        : null,
    })),
  }));
  remark(dashboard, say);
  const model: DashboardModel = {
    schemaVersion: 1,
    title: textAt(dashboard, "title", 200).trim() || "Imported dashboard",
    description: textAt(dashboard, "description", 2_000).trim(),
    folder: "",
    tags: tagsOf(dashboard),
    range: rangeOf(dashboard, say),
    refreshSeconds: refreshOf(dashboard),
    variables,
    sections,
  };
  if (panelsOf(model).length === 0) return { fault: "None of its panels can be shown here" };
  return { model, notes };
}

function knownRepeat(
  name: string | null,
  known: ReadonlySet<string>,
  where: string,
  say: (where: string, what: string, kind: ImportNote["kind"]) => void,
): string | null {
  if (name === null || known.has(name)) return name;
  say(where, `it repeats by "${name}", which is no variable here`, "changed");
  return null;
}

function classicOf(json: unknown): { dashboard: Json } | { fault: string } {
  if (!isObject(json)) return { fault: "A dashboard is a JSON object" };
  const spec = objectAt(json, "spec");
  if (isObject(json.elements) || isObject(spec.elements) || isObject(spec.layout)) {
    return {
      fault:
        "This is Grafana's dashboard schema v2. Export it with the classic model (Share, Export, Model: Classic).",
    };
  }
  for (const candidate of [json, objectAt(json, "dashboard"), spec]) {
    if (Array.isArray(candidate.panels) || Array.isArray(candidate.rows)) return { dashboard: candidate };
  }
  return { fault: "There are no panels in it: this does not look like a dashboard of Grafana" };
}

const tagsOf = (json: Json): string[] =>
  [
    ...new Set(
      listAt(json, "tags").flatMap((tag) =>
        typeof tag === "string" ? [tag.trim().slice(0, 50).trim()] : [],
      ),
    ),
  ]
    .filter((tag) => tag !== "")
    .slice(0, 20);

/** `now-6h` until `now`; anything else is told. */
function rangeOf(json: Json, say: (where: string, what: string, kind: ImportNote["kind"]) => void): string {
  const time = objectAt(json, "time");
  const match = /^now-(\d{1,5}[smhdw])$/.exec(textAt(time, "from"));
  if (match?.[1] && Number.parseInt(match[1], 10) > 0 && /^(now)?$/.test(textAt(time, "to"))) return match[1];
  if (textAt(time, "from") !== "")
    say("dashboard", "its fixed time range became the last 6 hours", "changed");
  return "6h";
}

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600 };

function refreshOf(json: Json): number {
  const match = /^(\d{1,4})([smh])$/.exec(textAt(json, "refresh"));
  if (!match) return 0;
  return Math.min(3_600, Math.max(10, Number(match[1]) * (unitSeconds[match[2] ?? "s"] ?? 1)));
}

function remark(json: Json, say: (where: string, what: string, kind: ImportNote["kind"]) => void): void {
  const own = objectsAt(objectAt(json, "annotations"), "list").filter(
    (one) => one.builtIn !== 1 && textAt(one, "type") !== "dashboard",
  );
  if (own.length > 0)
    say("dashboard", "annotations are left out: every chart shows the changes that Triops knows", "dropped");
  if (listAt(json, "links").length > 0) say("dashboard", "links to other dashboards are left out", "dropped");
}
