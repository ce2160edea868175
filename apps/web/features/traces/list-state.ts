"use client";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import type { TraceOrder } from "./reads.ts";

const parsers = {
  q: parseAsString.withDefault(""),
  order: parseAsStringLiteral(["newest", "slowest"] as const).withDefault("newest"),
};

/** What the list of traces shows, in its address. */
export function useListState() {
  const [state, set] = useQueryStates(parsers);
  return {
    ...state,
    setQ: (q: string) => void set({ q: q.trim() || null }, { history: "push" }),
    setOrder: (order: TraceOrder) => void set({ order }, { history: "push" }),
  };
}
