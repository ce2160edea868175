"use client";
import { useSearchParams } from "next/navigation";
import { paths } from "../../shell/paths.ts";

/** The address of the other view with the same search and range. */
export function useViewHref(): (view: "lines" | "templates") => string {
  const parameters = useSearchParams();
  return (view) => {
    const next = Object.fromEntries(parameters);
    delete next.line;
    return paths.logs({ ...next, view: view === "lines" ? undefined : view });
  };
}
