import { fromTime, type Param, toTime, type Window } from "../client/question.ts";
import { type SpanFilter, spanAlternatives, spanCondition } from "./filter.ts";

/** A question about spans: of one workspace, in a stretch of time, optionally those that fit a filter. */
export type SpanScope = { workspaceId: string; window: Window; filter?: SpanFilter | undefined };

export const inWindow = `workspace_id = {workspaceId:UUID} AND time >= ${fromTime} AND time < ${toTime}`;

/**
 * The spans that a search looks at: without a filter those where work enters a service (roots, and spans of kind
 * server and consumer), else every span that fits it.
 */
export function selection(scope: SpanScope): { sql: string; params: Record<string, Param> } {
  return asksNothing(scope) ? entries : spanCondition(scope.filter as SpanFilter);
}

/** The same as conditions of which at most one holds for a span: each is quick on its own. */
export function selectionApart(scope: SpanScope): { alternatives: string[]; params: Record<string, Param> } {
  return asksNothing(scope)
    ? { alternatives: [entries.sql], params: entries.params }
    : spanAlternatives(scope.filter as SpanFilter);
}

const entries = { sql: "is_entry = 1", params: {} };

const asksNothing = ({ filter }: SpanScope): boolean =>
  !filter || (filter.kind === "all" && filter.parts.length === 0);
