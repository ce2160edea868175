"use client";
import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";

export const listViews = ["traces", "sessions", "users"] as const;
export type ListView = (typeof listViews)[number];

const listOrders = ["newest", "cost", "slowest", "tokens", "calls", "traces", "errors"] as const;

const parsers = {
  q: parseAsString.withDefault(""),
  view: parseAsStringLiteral(listViews).withDefault("traces"),
  order: parseAsStringLiteral(listOrders).withDefault("newest"),
  ascending: parseAsBoolean.withDefault(false),
  measure: parseAsStringLiteral(["calls", "cost", "tokens", "latency"] as const).withDefault("calls"),
};
export type ListOrder = (typeof listOrders)[number];
export type Measure = "calls" | "cost" | "tokens" | "latency";

/** What the lists show, in their address. */
export function useListState() {
  const [state, set] = useQueryStates(parsers);
  return {
    ...state,
    setQ: (q: string) => void set({ q: q.trim() || null }, { history: "push" }),
    setView: (view: ListView, q = state.q) =>
      void set({ view, order: null, ascending: null, q: q || null }, { history: "push" }),
    setOrder: (order: ListOrder, ascending = false) =>
      void set({ order, ascending: ascending || null }, { history: "push" }),
    setMeasure: (measure: Measure) => void set({ measure }),
  };
}
