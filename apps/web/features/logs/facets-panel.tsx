"use client";
import type { LogFacet, LogFacets } from "@triops/domains/logs/schemas";
import { cn } from "@triops/ui/class-names";
import { Skeleton } from "@triops/ui/skeleton";
import { ChevronRight, Minus } from "lucide-react";
import { useState } from "react";
import { levelLook } from "./levels.ts";
import { hasTerm, termOf, toggleTerm } from "./query-terms.ts";

type FacetsPanelProps = {
  facets: LogFacets | undefined;
  q: string;
  onSearch: (q: string) => void;
  className?: string;
  /** What is counted. */
  unit?: string;
};

/** Open from the start; the others open with a click. */
const openAtFirst = new Set(["level", "service", "operation", "status"]);
const valuesShown = 6;

/** The most frequent values of each field: a click narrows the search down to one, or excludes it. */
export function FacetsPanel({ facets, q, onSearch, className, unit = "lines" }: FacetsPanelProps) {
  return (
    <aside aria-label="Fields" className={cn("flex min-w-0 flex-col gap-1 text-body", className)}>
      {!facets && <Skeleton className="h-40" />}
      {facets?.data.map((facet) => (
        <Facet key={facet.field} facet={facet} q={q} onSearch={onSearch} />
      ))}
      {facets && facets.data.length > 0 && (
        <p className="px-1 pt-1 text-axis text-ink-3">
          Counted over the newest {facets.recordsMax.toLocaleString("en-GB")} {unit} at most.
        </p>
      )}
    </aside>
  );
}

function Facet({ facet, q, onSearch }: { facet: LogFacet; q: string; onSearch: (q: string) => void }) {
  const [all, setAll] = useState(false);
  const { field } = facet;
  const values = facet.values.filter(({ value }) => value !== "");
  const shown = all ? values : values.slice(0, valuesShown);
  const max = Math.max(...values.map(({ records }) => records), 1);
  if (values.length === 0) return null;
  return (
    <details open={openAtFirst.has(field)} className="group/facet min-w-0">
      <summary className="flex min-h-7 items-center gap-1 rounded-control px-1 text-dense font-medium text-ink-2 hover:bg-sunken">
        <ChevronRight
          aria-hidden="true"
          className="size-3.5 shrink-0 transition-transform group-open/facet:rotate-90"
        />
        <span className="truncate" title={field}>
          {field}
        </span>
      </summary>
      <ul>
        {shown.map(({ value, records }) => {
          const isIn = hasTerm(q, termOf(field, value));
          const isOut = hasTerm(q, termOf(field, value, true));
          const label = field === "level" ? levelLook(value).label : value;
          return (
            <li
              key={value}
              className="group/value relative flex min-h-7 items-center gap-1 rounded-control hover:bg-raised"
            >
              <span
                aria-hidden="true"
                className="absolute inset-y-1 left-0 rounded-control"
                style={{
                  width: `${(records / max) * 100}%`,
                  backgroundColor: `color-mix(in srgb, ${field === "level" ? levelLook(value).color : "var(--color-series-1)"} 12%, transparent)`,
                }}
              />
              <button
                type="button"
                aria-pressed={isIn}
                title={isIn ? "Take this out of the search" : `Only ${label}`}
                onClick={() => onSearch(toggleTerm(q, field, value))}
                className={cn(
                  "relative flex min-h-7 min-w-0 flex-1 items-center justify-between gap-2 rounded-control pr-1 pl-5 text-left text-ink-1",
                  isIn && "font-semibold text-accent",
                  isOut && "text-ink-3 line-through",
                )}
              >
                <span className="truncate">{label}</span>
                <span className="shrink-0 text-dense text-ink-3 tabular-nums">
                  {records.toLocaleString("en-GB")}
                </span>
              </button>
              <button
                type="button"
                aria-label={`Exclude ${field} ${label}`}
                aria-pressed={isOut}
                onClick={() => onSearch(toggleTerm(q, field, value, true))}
                className="relative flex size-6 shrink-0 items-center justify-center rounded-control text-ink-3 hover:bg-sunken hover:text-ink-1 focus-visible:opacity-100 group-hover/value:opacity-100 pointer-fine:opacity-0 aria-pressed:opacity-100"
              >
                <Minus aria-hidden="true" className="size-3.5" />
              </button>
            </li>
          );
        })}
      </ul>
      {values.length > valuesShown && (
        <button
          type="button"
          onClick={() => setAll(!all)}
          className="ml-5 min-h-6 text-dense text-accent hover:underline"
        >
          {all ? "Fewer" : `${values.length - valuesShown} more`}
        </button>
      )}
    </details>
  );
}
