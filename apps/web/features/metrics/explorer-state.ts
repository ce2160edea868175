"use client";
import { parseAsArrayOf, parseAsJson, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { type ExplorerQuery, fromLink, fromPage, toLink } from "./explorer-queries.ts";
import { readFilters } from "./filter-text.ts";

export const views = ["chart", "table"] as const;
export type View = (typeof views)[number];

/** What the explorer shows lives in the URL: a link shows a colleague the same. */
export type ExplorerState = {
  queries: ExplorerQuery[];
  view: View;
  /** Column of the table and its direction: `value.descending`. */
  sort: string;
  setQueries(queries: readonly ExplorerQuery[]): void;
  setView(view: View): void;
  setSort(sort: string): void;
};

const parsers = {
  queries: parseAsJson<unknown[]>((given) => (Array.isArray(given) ? given : null)),
  view: parseAsStringLiteral(views).withDefault("chart"),
  sort: parseAsString.withDefault(""),
  // What other pages link to; replaced by `queries` with the first change.
  query: parseAsString.withDefault(""),
  metric: parseAsString.withDefault(""),
  filters: parseAsJson(readFilters).withDefault([]),
  groupBy: parseAsArrayOf(parseAsString).withDefault([]),
  aggregate: parseAsString.withDefault(""),
};

const noLink = { query: null, metric: null, filters: null, groupBy: null, aggregate: null };

export function useExplorerState(): ExplorerState {
  const [{ queries: linked, view, sort, ...page }, set] = useQueryStates(parsers);
  // As text: parsers hand out new objects with each render.
  const text = JSON.stringify({ linked, page });
  const queries = useMemo(() => {
    const given = JSON.parse(text) as { linked: unknown; page: typeof page };
    return fromLink(given.linked) ?? fromPage(given.page);
  }, [text]);
  return {
    queries,
    view,
    sort,
    setQueries: (next) => void set({ ...noLink, queries: toLink(next) }, { history: "push" }),
    setView: (next) => void set({ view: next }),
    setSort: (next) => void set({ sort: next }),
  };
}
