import { allMark } from "../rules.ts";
import type { Variable } from "../schemas.ts";
import type { Say } from "./panels.ts";
import { flagAt, type Json, listAt, numberAt, objectAt, objectsAt, textAt } from "./read.ts";

const supportedQuery = /^\s*(label_values|metrics)\s*\(/;

const words = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value])
    .filter((one): one is string | number => typeof one === "string" || typeof one === "number")
    .map((one) => String(one).slice(0, 500))
    .slice(0, 100);

/** `/pattern/` as Grafana writes it, or the plain pattern. */
function patternOf(regex: string): string {
  const match = /^\/(.*)\/[a-z]*$/s.exec(regex);
  return match?.[1] ?? regex;
}

function queryOf(from: Json): string {
  const query = from.query;
  if (typeof query === "string") return query.slice(0, 2_000);
  const inner = objectAt(from, "query");
  const text = textAt(inner, "query", 2_000);
  if (text !== "") return text;
  const label = textAt(inner, "label");
  const metric = textAt(inner, "metric");
  if (label !== "") return metric === "" ? `label_values(${label})` : `label_values(${metric}, ${label})`;
  return textAt(from, "definition", 2_000);
}

/** The choices of a list: `a,b,c` or `Name : value`. */
function choicesOf(from: Json): string[] {
  const text = textAt(from, "query", 20_000);
  const written = text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "" && part !== allMark);
  if (written.length > 0) return written.map((part) => part.slice(0, 500)).slice(0, 500);
  return objectsAt(from, "options")
    .flatMap((option) => words(option.value))
    .filter((value) => value !== allMark && value !== "$__auto_interval")
    .slice(0, 500);
}

/** What `templating.list` says, as far as Triops has it. Data sources are left out: there is one. */
export function variablesOf(json: Json, say: Say): Variable[] {
  const result: Variable[] = [];
  for (const from of objectsAt(objectAt(json, "templating"), "list")) {
    const name = textAt(from, "name", 60);
    const where = `variable "${name}"`;
    if (!/^[A-Za-z_][A-Za-z0-9_]{0,59}$/.test(name)) {
      say(where, "its name has characters that are not understood", "dropped");
      continue;
    }
    if (result.some((one) => one.name === name) || result.length >= 40) {
      say(where, "there are two of this name, or more than 40 variables", "dropped");
      continue;
    }
    const type = textAt(from, "type");
    const variable: Variable = {
      name,
      label: textAt(from, "label", 100).trim(),
      kind: "query",
      query: "",
      pattern: "",
      values: [],
      multi: flagAt(from, "multi"),
      includeAll: flagAt(from, "includeAll"),
      allValue: textAt(from, "allValue"),
      chosen: words(objectAt(from, "current").value ?? []).filter((value) => value !== ""),
      hidden: numberAt(from, "hide") === 2,
    };
    if (type === "datasource") continue;
    if (type === "query") {
      variable.query = queryOf(from).trim();
      variable.pattern = patternOf(textAt(from, "regex")).slice(0, 500);
      if (!supportedQuery.test(variable.query)) {
        // The value that was chosen last is all that is known of it.
        say(where, `the query "${variable.query.slice(0, 80)}" is not understood; it is text now`, "changed");
        result.push({ ...variable, kind: "text", query: "", pattern: "", multi: false, includeAll: false });
        continue;
      }
    } else if (type === "custom") {
      variable.kind = "custom";
      variable.values = choicesOf(from);
    } else if (type === "interval") {
      variable.kind = "interval";
      variable.values = choicesOf(from).filter((value) => /^\d+(ms|s|m|h|d|w|y)$/.test(value));
      variable.chosen = variable.chosen.filter((value) => variable.values.includes(value));
    } else if (type === "constant" || type === "textbox") {
      variable.kind = type === "constant" ? "constant" : "text";
      const value = textAt(from, "query") || variable.chosen[0] || "";
      variable.chosen = value === "" ? [] : [value];
    } else {
      say(where, `variables of the kind "${type.slice(0, 40)}" do not exist here`, "dropped");
      continue;
    }
    if (listAt(from, "tags").length > 0 && flagAt(from, "useTags"))
      say(where, "value groups are left out", "changed");
    result.push(variable);
  }
  return result;
}
