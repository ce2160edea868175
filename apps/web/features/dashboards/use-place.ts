"use client";
import { parseAsArrayOf, parseAsBoolean, parseAsInteger, parseAsString, useQueryStates } from "nuqs";

const parsers = {
  /** The panel that is shown alone, or edited. */
  panel: parseAsString,
  edit: parseAsBoolean.withDefault(false),
  kiosk: parseAsBoolean.withDefault(false),
  versions: parseAsBoolean.withDefault(false),
  version: parseAsInteger,
  /** Sections that are not as the dashboard would have them: folded or opened by the reader. */
  folds: parseAsArrayOf(parseAsString).withDefault([]),
};

/** Where on a dashboard the reader is: all of it in the address. */
export function useDashboardPlace() {
  const [place, set] = useQueryStates(parsers);
  return {
    ...place,
    go: (to: Partial<{ [K in keyof typeof parsers]: (typeof place)[K] | null }>) =>
      void set(to, { history: "push" }),
    toggleFold: (key: string) =>
      void set({
        folds: place.folds.includes(key) ? place.folds.filter((one) => one !== key) : [...place.folds, key],
      }),
  };
}
export type DashboardPlace = ReturnType<typeof useDashboardPlace>;
