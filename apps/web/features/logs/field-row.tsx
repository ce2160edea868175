"use client";
import { IconButton } from "@triops/ui/button";
import { CopyButton } from "@triops/ui/copy-button";
import { Columns3, ZoomIn, ZoomOut } from "lucide-react";
import type { ReactNode } from "react";
import { hasTerm, termOf, toggleTerm } from "./query-terms.ts";

export type FieldActions = {
  q: string;
  onSearch: (q: string) => void;
  columns: readonly string[];
  onColumnsChange: (columns: string[]) => void;
};

type FieldRowProps = {
  /** As the search names it: `attr.user.id`. */
  field: string;
  /** As the reader knows it: `user.id`. */
  label: string;
  value: string;
  /** In place of the plain value: a link. */
  children?: ReactNode;
  actions: FieldActions;
};

/** One field of a record: filter for it, filter it out, make it a column, copy it. */
export function FieldRow({ field, label, value, children, actions }: FieldRowProps) {
  const { q, onSearch, columns, onColumnsChange } = actions;
  const isColumn = columns.includes(field);
  return (
    <div className="group grid min-h-8 grid-cols-[minmax(7rem,34%)_1fr_auto] items-start gap-x-2 border-line-subtle border-b py-1 text-body">
      <dt className="min-w-0 truncate pt-0.5 text-ink-3" title={label}>
        {label}
      </dt>
      <dd className="min-w-0 whitespace-pre-wrap break-words pt-0.5 font-mono text-log text-ink-1">
        {children ?? value}
      </dd>
      <dd className="flex shrink-0">
        <IconButton
          size="sm"
          label={`Filter for ${label}`}
          aria-pressed={hasTerm(q, termOf(field, value))}
          icon={<ZoomIn aria-hidden="true" />}
          onClick={() => onSearch(toggleTerm(q, field, value))}
        />
        <IconButton
          size="sm"
          label={`Filter out ${label}`}
          aria-pressed={hasTerm(q, termOf(field, value, true))}
          icon={<ZoomOut aria-hidden="true" />}
          onClick={() => onSearch(toggleTerm(q, field, value, true))}
        />
        <IconButton
          size="sm"
          label={isColumn ? `Remove the column ${label}` : `Show ${label} as a column`}
          aria-pressed={isColumn}
          icon={<Columns3 aria-hidden="true" />}
          onClick={() =>
            onColumnsChange(isColumn ? columns.filter((name) => name !== field) : [...columns, field])
          }
        />
        <CopyButton value={value} label={`Copy ${label}`} />
      </dd>
    </div>
  );
}
