"use client";
import { parseAsBoolean, parseAsString, useQueryStates } from "nuqs";

const parsers = {
  /** Id of the open span. */
  span: parseAsString.withDefault(""),
  find: parseAsString.withDefault(""),
  critical: parseAsBoolean.withDefault(false),
  /** A time near the trace. */
  at: parseAsString,
};

/** What a trace's page shows, in its address. */
export function useTraceState() {
  const [state, set] = useQueryStates(parsers);
  return {
    ...state,
    // Going through spans leaves no trail of addresses behind.
    openSpan: (span: string | null) => void set({ span }, { history: "replace" }),
    setFind: (find: string) => void set({ find: find || null }, { history: "replace" }),
    setCritical: (critical: boolean) => void set({ critical: critical || null }, { history: "replace" }),
  };
}
