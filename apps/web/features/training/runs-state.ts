"use client";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";

const views = ["active", "deleted"] as const;

const parsers = {
  filter: parseAsString.withDefault(""),
  /** Column and direction: `metrics.rmse:ascending`. */
  sort: parseAsString.withDefault("started:descending"),
  /** Keys shown as columns; empty: the usual ones; `-`: none. */
  columns: parseAsString.withDefault(""),
  view: parseAsStringLiteral(views).withDefault("active"),
};

/** What the list of runs shows, in the address. */
export const useRunsState = () => useQueryStates(parsers, { history: "push" });

export function sortOf(text: string): { columnId: string; direction: "ascending" | "descending" } {
  const at = text.lastIndexOf(":");
  const direction = text.slice(at + 1) === "ascending" ? "ascending" : "descending";
  return { columnId: at > 0 ? text.slice(0, at) : "started", direction };
}
