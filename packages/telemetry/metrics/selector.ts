import { invalid } from "@triops/kernel/errors";
import type { Param } from "../client/question.ts";

export const filterOperators = ["=", "!=", "=~", "!~"] as const;

/** As in PromQL: a regular expression (RE2) matches the whole value, and an absent label is the empty text. */
export type MetricFilter = { label: string; op: (typeof filterOperators)[number]; value: string };

const conditionByOperator = {
  "=": (actual: string, value: string) => `${actual} = ${value}`,
  "!=": (actual: string, value: string) => `${actual} != ${value}`,
  "=~": (actual: string, value: string) => `match(${actual}, ${value})`,
  "!~": (actual: string, value: string) => `NOT match(${actual}, ${value})`,
};

const filtersMax = 32;
const textMax = 1_024;

/**
 * A condition on the column `labels` with every name and value bound as a parameter; names are numbered after
 * `scope` so that several selectors fit into one statement.
 * @throws invalid on too many or too long filters
 */
export function filterCondition(
  filters: readonly MetricFilter[],
  scope = "f",
): { sql: string; params: Record<string, Param> } {
  if (filters.length > filtersMax) throw invalid(`At most ${filtersMax} filters`);
  const params: Record<string, Param> = {};
  const conditions = filters.map((filter, index) => {
    if (filter.label.length === 0 || filter.label.length > textMax || filter.value.length > textMax) {
      throw invalid(`A filter's label and value have at most ${textMax} characters`);
    }
    const label = `${scope}${index}l`;
    const value = `${scope}${index}v`;
    params[label] = filter.label;
    params[value] = filter.op.endsWith("~") ? `^(?s:${filter.value})$` : filter.value;
    const actual = `labels[{${label}:String}]`;
    return conditionByOperator[filter.op](actual, `{${value}:String}`);
  });
  return { sql: conditions.length > 0 ? conditions.map((text) => `(${text})`).join(" AND ") : "1", params };
}
