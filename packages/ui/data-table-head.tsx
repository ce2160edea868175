"use client";
import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import { Checkbox } from "./checkbox.tsx";
import { cn } from "./class-names.ts";

export type Sort = { columnId: string; direction: "ascending" | "descending" };

type HeadColumn = {
  id: string;
  header: string;
  widthPx?: number;
  align?: "start" | "end";
  sortable?: boolean;
  hideBelow?: "md" | "lg";
  hideHeader?: boolean;
};

type HeadProps = {
  columns: readonly HeadColumn[];
  sort: Sort | null;
  onSortChange: ((sort: Sort) => void) | undefined;
  /** Given when rows can be selected. */
  allSelected?: boolean | "indeterminate";
  onSelectAll?: (on: boolean) => void;
};

const CELL =
  "sticky top-0 z-10 h-8 border-line-subtle border-b bg-raised px-3 text-left align-middle text-dense font-medium text-ink-3";

export function DataTableHead({ columns, sort, onSortChange, allSelected, onSelectAll }: HeadProps) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        {allSelected !== undefined && (
          <th scope="col" className={cn(CELL, "w-9 pr-0")}>
            <Checkbox
              aria-label="Select all rows shown"
              checked={allSelected}
              onCheckedChange={(on) => onSelectAll?.(on)}
            />
          </th>
        )}
        {columns.map((column) => {
          const sorted = sort?.columnId === column.id ? sort.direction : undefined;
          return (
            <th
              key={column.id}
              scope="col"
              aria-sort={column.sortable ? (sorted ?? "none") : undefined}
              style={column.widthPx === undefined ? undefined : { width: column.widthPx }}
              className={cn(
                CELL,
                column.align === "end" && "text-right",
                column.hideBelow === "md" && "@max-2xl:hidden",
                column.hideBelow === "lg" && "@max-4xl:hidden",
              )}
            >
              {column.sortable && onSortChange ? (
                <button
                  type="button"
                  onClick={() =>
                    onSortChange({
                      columnId: column.id,
                      direction: sorted === "descending" ? "ascending" : "descending",
                    })
                  }
                  className={cn(
                    "-mx-1 inline-flex h-6 items-center gap-1 rounded-control px-1 hover:bg-sunken hover:text-ink-1",
                    sorted && "text-ink-1",
                  )}
                >
                  {column.header}
                  {sorted === "ascending" ? (
                    <ArrowUp aria-hidden="true" className="size-3" />
                  ) : sorted === "descending" ? (
                    <ArrowDown aria-hidden="true" className="size-3" />
                  ) : (
                    <ChevronsUpDown aria-hidden="true" className="size-3 opacity-50" />
                  )}
                </button>
              ) : (
                <span className={cn(column.hideHeader && "sr-only")}>{column.header}</span>
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
