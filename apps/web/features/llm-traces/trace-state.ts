"use client";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";

const parsers = {
  /** Id of the open span. */
  span: parseAsString.withDefault(""),
  find: parseAsString.withDefault(""),
  view: parseAsStringLiteral(["tree", "graph"] as const).withDefault("tree"),
  /** A time near the trace. */
  at: parseAsString,
};

/** What a trace's page shows, in its address. */
export function useLlmTraceState() {
  const [state, set] = useQueryStates(parsers);
  return {
    ...state,
    // Going through spans leaves no trail of addresses behind.
    openSpan: (span: string | null) => void set({ span }, { history: "replace" }),
    setFind: (find: string) => void set({ find: find || null }, { history: "replace" }),
    setView: (view: "tree" | "graph") => void set({ view }, { history: "push" }),
  };
}
