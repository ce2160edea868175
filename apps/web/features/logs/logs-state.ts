"use client";
import { parseAsArrayOf, parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";

const parsers = {
  q: parseAsString.withDefault(""),
  view: parseAsStringLiteral(["lines", "templates"] as const).withDefault("lines"),
  columns: parseAsArrayOf(parseAsString).withDefault([]),
  wrap: parseAsBoolean.withDefault(false),
  /** Id of the open line. */
  line: parseAsString.withDefault(""),
};

/** What the logs screen shows, in its address. */
export function useLogsState() {
  const [state, set] = useQueryStates(parsers);
  return {
    ...state,
    setQ: (q: string) => void set({ q: q.trim() || null, line: null }, { history: "push" }),
    setView: (view: "lines" | "templates") => void set({ view, line: null }, { history: "push" }),
    setColumns: (columns: string[]) => void set({ columns: columns.length > 0 ? columns : null }),
    setWrap: (wrap: boolean) => void set({ wrap: wrap || null }),
    openLine: (line: string | null) => void set({ line }, { history: line === null ? "replace" : "push" }),
  };
}

export type LogsState = ReturnType<typeof useLogsState>;
