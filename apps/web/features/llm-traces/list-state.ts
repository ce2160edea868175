"use client";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";

export const listViews = ["traces", "sessions", "users"] as const;
export type ListView = (typeof listViews)[number];

const parsers = {
  q: parseAsString.withDefault(""),
  view: parseAsStringLiteral(listViews).withDefault("traces"),
  order: parseAsStringLiteral(["newest", "cost", "slowest", "tokens", "calls"] as const).withDefault(
    "newest",
  ),
  measure: parseAsStringLiteral(["calls", "cost", "tokens", "latency"] as const).withDefault("calls"),
};
export type ListOrder = "newest" | "cost" | "slowest" | "tokens" | "calls";
export type Measure = "calls" | "cost" | "tokens" | "latency";

/** What the lists show, in their address. */
export function useListState() {
  const [state, set] = useQueryStates(parsers);
  return {
    ...state,
    setQ: (q: string) => void set({ q: q.trim() || null }, { history: "push" }),
    setView: (view: ListView, q = state.q) =>
      void set({ view, order: null, q: q || null }, { history: "push" }),
    setOrder: (order: ListOrder) => void set({ order }, { history: "push" }),
    setMeasure: (measure: Measure) => void set({ measure }),
  };
}
