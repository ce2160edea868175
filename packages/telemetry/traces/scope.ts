import { fromTime, type Param, toTime, type Window } from "../client/question.ts";
import { type SpanFilter, spanCondition } from "./filter.ts";

/** A question about spans: of one workspace, in a stretch of time, optionally those that fit a filter. */
export type SpanScope = { workspaceId: string; window: Window; filter?: SpanFilter | undefined };

export const inWindow = `workspace_id = {workspaceId:UUID} AND time >= ${fromTime} AND time < ${toTime}`;

/**
 * The spans that a search looks at: without a filter those where work enters a service (roots, and spans of kind
 * server and consumer), else every span that fits it.
 */
export function selection(scope: SpanScope): { sql: string; params: Record<string, Param> } {
  const isEverything = !scope.filter || (scope.filter.kind === "all" && scope.filter.parts.length === 0);
  return isEverything ? { sql: "is_entry = 1", params: {} } : spanCondition(scope.filter as SpanFilter);
}
