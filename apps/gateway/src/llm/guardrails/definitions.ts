import { type Fields, isFields } from "../fields.ts";
import { type Findings, findAll, replaceFound, type Side } from "./checks.ts";
import type { Change } from "./texts.ts";

/** Where a request describes tools and the form of its answer, in every form that callers use. */
const described = ["tools", "functions", "response_format", "output_config", "output_format"];
/** Settings: no words, or the caller's own access to a tool's server. */
const settings = new Set([
  ...["type", "format", "pattern", "$ref", "$id", "$schema", "required", "strict", "syntax", "cache_control"],
  ...["server_url", "headers", "authorization", "connector_id", "require_approval", "vector_store_ids"],
  ...["container", "file_ids", "file_id", "search_context_size", "filters", "ranking_options"],
]);
/** Below it, fields have the names of parameters. */
const named = new Set(["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"]);
const depthMax = 128;

type Checks = {
  change: Change;
  /** Names cannot be changed: whoever calls a tool, or reads its arguments, goes by them. */
  name: (text: string) => string;
};

/**
 * The description of tools or of an answer's form with its texts changed: descriptions, titles, examples and allowed
 * values; names of tools and of parameters are told apart. The same object when nothing changed.
 */
export function changeDefinitions(value: unknown, checks: Checks, depth = 0): unknown {
  if (typeof value === "string") return value === "" ? value : checks.change(value);
  if (typeof value !== "object" || value === null || depth > depthMax) return value;
  if (Array.isArray(value)) {
    const next = value.map((each) => changeDefinitions(each, checks, depth + 1));
    return next.every((each, index) => each === value[index]) ? value : next;
  }
  return changeFields(value as Fields, (name, each) => {
    // The form of an answer in responses is called as the format of a text.
    if (settings.has(name) && !(name === "format" && isFields(each))) return [name, each];
    if (typeof each === "string" && (name === "name" || name === "server_label"))
      return [name, checks.name(each)];
    if (named.has(name) && isFields(each))
      return [
        name,
        changeFields(each, (parameter, schema) => [
          checks.name(parameter),
          changeDefinitions(schema, checks, depth + 2),
        ]),
      ];
    return [name, changeDefinitions(each, checks, depth + 1)];
  });
}

function changeFields(fields: Fields, of: (name: string, value: unknown) => [string, unknown]): Fields {
  const entries = Object.entries(fields);
  const next = entries.map(([name, value]) => of(name, value));
  const isSame = next.every(([name, value], at) => name === entries[at]?.[0] && value === entries[at]?.[1]);
  return isSame ? fields : Object.fromEntries(next);
}

/** What the model is told of tools and of the form of its answer. */
export function checkedDefinitions(side: Side, body: Fields, findings: Findings): Fields {
  if (side.finds.length === 0) return body;
  let changed: Fields | null = null;
  const checks = {
    change: (text: string) => {
      const parts = findAll(side, text);
      for (const { guardrail, kind } of parts) findings.add(guardrail, side.at, kind);
      return replaceFound(text, parts, findings);
    },
    name: (text: string) => {
      const parts = findAll(side, text);
      // A tool under another name is another tool: what would be masked is refused.
      for (const { guardrail, kind } of parts)
        findings.add(guardrail, side.at, kind, guardrail.action === "flag" ? "flag" : "block");
      return replaceFound(text, parts, findings);
    },
  };
  for (const name of described) {
    if (body[name] === undefined) continue;
    const next = changeDefinitions(body[name], checks);
    if (next !== body[name]) changed = { ...(changed ?? body), [name]: next };
  }
  // Responses have the form of their answer within `text`.
  const form = changeDefinitions(body.text, checks);
  return form === body.text ? (changed ?? body) : { ...(changed ?? body), text: form };
}
