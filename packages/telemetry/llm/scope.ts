import { fromTime, type Param, toTime, type Window } from "../client/question.ts";
import { type LlmFilter, llmConditions, type Scored } from "./filter.ts";

/** A question about spans of model calls: of one workspace, in a stretch of time, optionally those that fit a filter. */
export type LlmScope = {
  workspaceId: string;
  window: Window;
  filter?: LlmFilter | undefined;
  /** Traces that have the scores the filter asks for. */
  scored?: Scored;
};

export const inWindow = `workspace_id = {workspaceId:UUID} AND time >= ${fromTime} AND time < ${toTime}`;

/**
 * Each span by its newest row, so that what was sent again or priced again is in no sum twice. FINAL does that while
 * reading: rows of one span lie side by side in the order of the table, and parts that do not overlap in time, as nearly
 * all, are read as they are. Goes with `newestOnly`.
 */
export const newestSpans = "llm_spans FINAL";
export const newestOnly = "SETTINGS do_not_merge_across_partitions_select_final = 1";

const nobody: Scored = new Map();

/** One condition for the spans that are looked at. */
export function selection({ filter, scored = nobody }: LlmScope): {
  sql: string;
  params: Record<string, Param>;
} {
  const { alternatives, params } = llmConditions(filter, scored, false);
  return { sql: alternatives[0] ?? "1", params };
}

/** The same as conditions of which at most one holds for a span: each is quick on its own. */
export const selectionApart = ({ filter, scored = nobody }: LlmScope) => llmConditions(filter, scored, true);
