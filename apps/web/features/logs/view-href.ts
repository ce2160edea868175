"use client";
import { parseAsString, useQueryStates } from "nuqs";
import { paths } from "../../shell/paths.ts";

const kept = Object.fromEntries(
  ["q", "columns", "wrap", "trend", "range", "from", "to", "live"].map((name) => [name, parseAsString]),
);

/** The address of the other view with the same search and range. */
export function useViewHref(): (view: "lines" | "templates") => string {
  // The router's own parameters lag behind while a new search is on its way.
  const [parameters] = useQueryStates(kept);
  return (view) => paths.logs({ ...parameters, view: view === "lines" ? undefined : view });
}
