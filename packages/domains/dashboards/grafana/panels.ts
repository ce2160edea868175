import type { Panel, PanelOptions, PanelQuery, PanelType } from "../schemas.ts";
import { reducerOf, thresholdsOf, unitOf } from "./look.ts";
import { flagAt, isObject, type Json, listAt, numberAt, objectAt, objectsAt, textAt } from "./read.ts";

export type Say = (where: string, what: string, kind: "dropped" | "changed") => void;

const typeByName: Readonly<Record<string, PanelType>> = {
  graph: "timeseries",
  timeseries: "timeseries",
  singlestat: "stat",
  stat: "stat",
  gauge: "gauge",
  bargauge: "bar",
  barchart: "bar",
  table: "table",
  "table-old": "table",
  heatmap: "heatmap",
  text: "text",
  logs: "logs",
  alertlist: "alerts",
};
/** Shown as the nearest that there is. */
const nearestByName: Readonly<Record<string, PanelType>> = {
  piechart: "bar",
  "grafana-piechart-panel": "bar",
  "state-timeline": "timeseries",
  "status-history": "timeseries",
  trend: "timeseries",
  histogram: "bar",
};

export const noOptions: PanelOptions = {
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

/** One panel without its place; null when nothing of it can be shown. */
export function panelOf(json: Json, id: string, say: Say): Omit<Panel, "place"> | null {
  const title = textAt(json, "title", 200).trim();
  const where = `panel "${title || id}"`;
  if (isObject(json.libraryPanel)) {
    say(where, "library panels are kept in Grafana, not in the file", "dropped");
    return null;
  }
  const name = textAt(json, "type", 100);
  const queries = queriesOf(json, name, (what, kind) => say(where, what, kind));
  const type = typeOf(json, name, queries, (what, kind) => say(where, what, kind));
  if (!type) return null;
  const options = optionsOf(json, name, type, (what, kind) => say(where, what, kind));
  for (const key of ["links", "seriesOverrides"]) {
    if (listAt(json, key).length > 0)
      say(where, key === "links" ? "links are left out" : "looks of single series are left out", "changed");
  }
  const repeat = textAt(json, "repeat", 60);
  return {
    id,
    type,
    title,
    description: textAt(json, "description", 2_000).trim(),
    queries: type === "alerts" ? [alertsQuery()] : type === "text" ? [] : queries,
    options,
    repeat:
      repeat === ""
        ? null
        : { variable: repeat, direction: textAt(json, "repeatDirection") === "v" ? "down" : "across" },
  };
}

type SayOne = (what: string, kind: "dropped" | "changed") => void;

const alertsQuery = (): PanelQuery => ({
  kind: "alerts",
  refId: "A",
  state: "open",
  severity: "",
  search: "",
  hidden: false,
});

function typeOf(json: Json, name: string, queries: PanelQuery[], say: SayOne): PanelType | null {
  // A single figure with a dial was a switch of the old single figure.
  if (name === "singlestat" && flagAt(objectAt(json, "gauge"), "show")) return "gauge";
  const known = Object.hasOwn(typeByName, name) ? typeByName[name] : undefined;
  if (known) return known;
  const near = Object.hasOwn(nearestByName, name) ? nearestByName[name] : undefined;
  if (near) {
    say(`"${name}" does not exist here; it is "${near}" now`, "changed");
    return near;
  }
  if (queries.length > 0) {
    say(`"${name.slice(0, 60)}" does not exist here; its queries are a time series now`, "changed");
    return "timeseries";
  }
  say(`"${name.slice(0, 60) || "panel without a type"}" is not understood`, "dropped");
  return null;
}

function queriesOf(json: Json, type: string, say: SayOne): PanelQuery[] {
  const result: PanelQuery[] = [];
  const used = new Set<string>();
  for (const target of objectsAt(json, "targets").slice(0, 100)) {
    const source = objectAt(target, "datasource");
    const kind = textAt(source, "type") || textAt(objectAt(json, "datasource"), "type");
    const expr = textAt(target, "expr", 10_000).trim();
    if (result.length >= 20) {
      say("has more than 20 queries; the rest is left out", "changed");
      break;
    }
    let refId = /^[A-Za-z0-9_]{1,20}$/.test(textAt(target, "refId")) ? textAt(target, "refId") : "";
    if (refId === "" || used.has(refId)) refId = `Q${result.length + 1}`;
    while (used.has(refId)) refId += "x";
    if (expr === "") {
      const other = textAt(source, "type", 60) || kind;
      if (other !== "" && other !== "prometheus" && other !== "datasource")
        say(`a query of "${other.slice(0, 60)}" is not PromQL`, "dropped");
      else if (textAt(target, "type") !== "" || textAt(target, "queryType") !== "")
        say("an expression over other queries is left out", "dropped");
      continue;
    }
    used.add(refId);
    if (type === "logs" || kind === "loki") {
      say("its LogQL became a search for its labels and texts: look at it", "changed");
      result.push({ kind: "logs", refId, query: logQueryOf(expr), hidden: flagAt(target, "hide") });
      continue;
    }
    const legend = textAt(target, "legendFormat", 500);
    result.push({
      kind: "promql",
      refId,
      expr,
      legend: legend === "__auto" ? "" : legend,
      hidden: flagAt(target, "hide"),
    });
  }
  return result;
}

/** `{app="shop"} |= "timeout"` → `service:shop "timeout"`. */
function logQueryOf(logql: string): string {
  const parts: string[] = [];
  for (const [, label, value] of logql.matchAll(/([A-Za-z_]\w*)\s*=\s*"([^"\\]{1,200})"/g)) {
    if (/^(app|service|service_name|job)$/.test(label ?? ""))
      parts.push(/^[\w.-]+$/.test(value ?? "") ? `service:${value}` : `service:"${value}"`);
  }
  for (const [, text] of logql.matchAll(/\|=\s*["`]([^"`\\]{1,200})["`]/g)) parts.push(`"${text}"`);
  return parts.join(" ");
}

function optionsOf(json: Json, name: string, type: PanelType, say: SayOne): PanelOptions {
  const options: PanelOptions = { ...noOptions };
  const config = objectAt(json, "fieldConfig");
  const defaults = objectAt(config, "defaults");
  const custom = objectAt(defaults, "custom");
  const given = objectAt(json, "options");
  const axis = objectsAt(json, "yaxes")[0] ?? {};
  const dial = objectAt(json, "gauge");

  const unit = textAt(defaults, "unit") || textAt(axis, "format") || textAt(json, "format");
  const known = unitOf(unit);
  if (known) options.unit = known;
  else say(`the unit "${unit.slice(0, 40)}" does not exist here`, "changed");
  const decimals = numberAt(defaults, "decimals") ?? numberAt(json, "decimals");
  options.decimals = decimals === null ? null : Math.min(8, Math.max(0, Math.round(decimals)));
  options.min = numberAt(defaults, "min") ?? numberAt(axis, "min") ?? numberAt(dial, "minValue");
  options.max = numberAt(defaults, "max") ?? numberAt(axis, "max") ?? numberAt(dial, "maxValue");
  if (options.min !== null && options.max !== null && options.min >= options.max) options.max = null;

  // Grafana writes its usual thresholds everywhere; on lines they only show when a style is chosen.
  const drawn =
    type !== "timeseries" || !/^(|off)$/.test(textAt(objectAt(custom, "thresholdsStyle"), "mode"));
  if (drawn) options.thresholds = thresholdsOf(objectAt(defaults, "thresholds"), options);
  if (name === "singlestat") options.thresholds = oldThresholds(json);

  const calc = listAt(objectAt(given, "reduceOptions"), "calcs")[0] ?? textAt(json, "valueName");
  if (typeof calc === "string" && calc !== "") {
    const reduce = reducerOf(calc);
    if (reduce) options.reduce = reduce;
    else if (name !== "graph") say(`the calculation "${calc.slice(0, 40)}" does not exist here`, "changed");
  }
  const legend = isObject(given.legend) ? given.legend : objectAt(json, "legend");
  if (legend.showLegend === false || legend.show === false || textAt(legend, "displayMode") === "hidden")
    options.legend = "none";
  else if (textAt(legend, "displayMode") === "table" || flagAt(legend, "alignAsTable"))
    options.legend = "table";
  const stacking = textAt(objectAt(custom, "stacking"), "mode");
  options.stacked = flagAt(json, "stack") || stacking === "normal" || stacking === "percent";
  if (stacking === "percent" || flagAt(json, "percentage"))
    say("stacking to 100 % is plain stacking now", "changed");
  options.fill = (numberAt(custom, "fillOpacity") ?? (numberAt(json, "fill") ?? 0) * 10) > 5;
  options.nulls =
    custom.spanNulls === true || textAt(json, "nullPointMode") === "connected"
      ? "connect"
      : textAt(json, "nullPointMode") === "null as zero"
        ? "zero"
        : "gap";
  options.trend = textAt(given, "graphMode") !== "none" && objectAt(json, "sparkline").show !== false;
  if (type === "text") {
    options.content = textAt(given, "content", 20_000) || textAt(json, "content", 20_000);
    if ((textAt(given, "mode") || textAt(json, "mode")) === "html")
      say("HTML is not shown, only the text between its tags", "changed");
  }
  remark(config, defaults, custom, say);
  transform(json, options, say);
  return options;
}

/** What shows elsewhere and not here. */
function remark(config: Json, defaults: Json, custom: Json, say: SayOne): void {
  if (listAt(defaults, "mappings").length > 0) say("words instead of values are left out", "changed");
  if (listAt(config, "overrides").length > 0) say("looks of single fields are left out", "changed");
  if (textAt(custom, "drawStyle") === "bars") say("bars over time are lines now", "changed");
  if (textAt(objectAt(custom, "scaleDistribution"), "type") === "log")
    say("the logarithmic axis is linear now", "changed");
}

/** `"0.5,0.8"` and three colours. */
function oldThresholds(json: Json): PanelOptions["thresholds"] {
  const limits = textAt(json, "thresholds")
    .split(",")
    .map((part) => (part.trim() === "" ? Number.NaN : Number(part)))
    .filter((value) => Number.isFinite(value))
    .slice(0, 9);
  const colors = listAt(json, "colors").map((color) => (typeof color === "string" ? color : ""));
  const steps = [null, ...limits].map((value, at) => ({ value, color: colors[at] ?? "" }));
  return limits.length === 0 ? [] : thresholdsOf({ steps }, { min: null, max: null });
}

/** Hiding, renaming and sorting of columns is kept; everything else is told. */
function transform(json: Json, options: PanelOptions, say: SayOne): void {
  for (const step of objectsAt(json, "transformations")) {
    const id = textAt(step, "id", 60);
    const given = objectAt(step, "options");
    if (id === "organize") {
      options.hiddenColumns = Object.entries(objectAt(given, "excludeByName"))
        .filter(([column, hidden]) => hidden === true && column.length <= 200)
        .map(([column]) => column)
        .slice(0, 60);
      options.columnNames = Object.fromEntries(
        Object.entries(objectAt(given, "renameByName"))
          .filter(([column]) => column !== "__proto__")
          .flatMap(([column, name]) =>
            typeof name === "string" && name !== "" && column.length <= 200
              ? [[column, name.slice(0, 200)] as const]
              : [],
          )
          .slice(0, 60),
      );
    } else if (id === "sortBy") {
      const sort = objectsAt(given, "sort")[0] ?? {};
      const column = textAt(sort, "field", 200);
      if (column !== "") options.sort = { column, descending: flagAt(sort, "desc") };
    } else if (
      id !== "merge" &&
      id !== "seriesToColumns" &&
      id !== "joinByField" &&
      id !== "labelsToFields"
    ) {
      say(`the transformation "${id}" is left out`, "changed");
    }
  }
}
