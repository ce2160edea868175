import type { SeenKeys } from "@triops/domains/training/schemas";
import { type Suggestion, wordAt } from "../logs/query-completion.ts";
import { filterName, isOwnTag } from "./run-keys.ts";

const suggestionsMax = 10;
const attributes: readonly (readonly [name: string, what: string])[] = [
  ["attributes.status", "RUNNING, FINISHED, FAILED, KILLED"],
  ["attributes.run_name", "name of the run"],
  ["attributes.start_time", "when it began, ms since 1970"],
  ["attributes.user_id", "who ran it"],
  ["datasets.name", "a data set it read"],
];
const joins: readonly (readonly [word: string, what: string])[] = [
  ["AND", "both must hold"],
  ["OR", "either may hold"],
  ["NOT", "must not hold"],
];
const statuses = ["RUNNING", "FINISHED", "FAILED", "KILLED", "SCHEDULED"];

/** What could be meant where the cursor stands in a filter: names, after a value what joins, and statuses. */
export function filterSuggestions(draft: string, cursor: number, seen: SeenKeys): Suggestion[] {
  const { start, text } = wordAt(draft, cursor);
  const before = draft.slice(0, start).trimEnd();
  if (/(=|<|>|\blike)$/i.test(before)) {
    if (!/status\s*!?=$/i.test(before)) return [];
    return statuses
      .filter((status) => status.toLowerCase().includes(text.replaceAll(/['"]/g, "").toLowerCase()))
      .map((status) => ({ insert: `'${status}' `, label: status, detail: "" }));
  }
  const typed = text.toLowerCase();
  // After a value only a join can follow.
  if (/(['"\d)]|\bnull)$/i.test(before)) {
    return joins
      .filter(([word]) => word !== "NOT" && word.toLowerCase().startsWith(typed))
      .map(([word, what]) => ({ insert: `${word} `, label: word, detail: what }));
  }
  if (/['"=<>]/.test(text)) return [];
  const names = [
    ...seen.metrics.map((name) => ({ name: `metrics.${name}`, what: "metric, its latest value" })),
    ...seen.params.map((name) => ({ name: `params.${name}`, what: "param" })),
    ...attributes.map(([name, what]) => ({ name, what })),
    ...seen.tags.filter((name) => !isOwnTag(name)).map((name) => ({ name: `tags.${name}`, what: "tag" })),
    ...seen.tags.filter(isOwnTag).map((name) => ({ name: `tags.${name}`, what: "tag of the client" })),
  ];
  return names
    .filter(({ name }) => name.toLowerCase().includes(typed.replaceAll("`", "")) && name !== text)
    .slice(0, suggestionsMax)
    .map(({ name, what }) => ({ insert: `${filterName(name)} `, label: name, detail: what }));
}

export const filterHelp: readonly (readonly [example: string, what: string])[] = [
  ["metrics.rmse < 0.7", "the latest value; = != > >= < <="],
  ["params.depth = '5'", "params are text: in quotes; also LIKE, ILIKE"],
  ["tags.team ILIKE '%risk%'", "% is any text, _ any letter"],
  ["tags.note IS NULL", "has none; IS NOT NULL"],
  ["metrics.`f1 score` > 0.9", "names with blanks in backticks"],
  ["attributes.status = 'FAILED'", "also run_name, user_id, start_time, run_id IN (…)"],
  ["datasets.name = 'housing'", "runs that read it"],
  ["(a OR b) AND NOT c", "OR, NOT and brackets"],
];
