"use client";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";

const views = ["active", "deleted"] as const;

const parsers = {
  filter: parseAsString.withDefault(""),
  /** See `sortOf`. */
  sort: parseAsString.withDefault("started:descending"),
  /** Keys shown as columns; empty: the usual ones; `-`: none. */
  columns: parseAsString.withDefault(""),
  view: parseAsStringLiteral(views).withDefault("active"),
};

/** What the list of runs shows, in the address. */
export const useRunsState = () => useQueryStates(parsers, { history: "push" });
