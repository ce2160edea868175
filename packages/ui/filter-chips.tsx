"use client";
import { ListFilter, X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { cn } from "./class-names.ts";
import { Menu, MenuCheckboxItem, MenuLabel } from "./menu.tsx";

export type FilterChip = {
  id: string;
  /** What is filtered: "Status". */
  field: string;
  /** "is", "is not", "contains". */
  operator?: string;
  value: string;
};

type FilterChipsProps = {
  chips: readonly FilterChip[];
  onRemove: (id: string) => void;
  onClear?: () => void;
  /** Buttons to add filters, e.g. `FilterMenu`. */
  children?: ReactNode;
  className?: string;
};

/** The filters that hold, each with a way to drop it. They belong in the URL. */
export function FilterChips({ chips, onRemove, onClear, children, className }: FilterChipsProps) {
  return (
    <div className={cn("flex flex-wrap items-center gap-2", className)}>
      {children}
      {chips.length > 0 && (
        <ul aria-label="Filters" className="contents">
          {chips.map((chip) => (
            <li
              key={chip.id}
              className="inline-flex h-7 max-w-full items-center overflow-hidden rounded-control border border-line text-body pointer-coarse:h-9"
            >
              <span className="truncate pl-2 text-ink-2">
                {chip.field} <span className="text-ink-3">{chip.operator ?? "is"}</span>{" "}
                <span className="font-medium text-ink-1">{chip.value}</span>
              </span>
              <button
                type="button"
                aria-label={`Remove filter ${chip.field} ${chip.operator ?? "is"} ${chip.value}`}
                onClick={() => onRemove(chip.id)}
                className="ml-1 flex h-full w-6 shrink-0 items-center justify-center text-ink-3 hover:bg-sunken hover:text-ink-1 focus-visible:outline-offset-[-2px] pointer-coarse:w-9"
              >
                <X aria-hidden="true" className="size-3.5" />
              </button>
            </li>
          ))}
        </ul>
      )}
      {chips.length > 1 && onClear && (
        <Button size="sm" variant="ghost" onClick={onClear}>
          Clear all
        </Button>
      )}
    </div>
  );
}

type FilterMenuProps<V extends string> = {
  /** The field: "Severity". */
  label: string;
  options: readonly { value: V; label: ReactNode }[];
  selected: readonly V[];
  onSelectedChange: (selected: V[]) => void;
};

/** Several values of one field. */
export function FilterMenu<V extends string>({
  label,
  options,
  selected,
  onSelectedChange,
}: FilterMenuProps<V>) {
  return (
    <Menu
      align="start"
      trigger={
        <Button size="sm" icon={<ListFilter aria-hidden="true" />}>
          {label}
          {selected.length > 0 && (
            <span className="rounded-full bg-accent-tint px-1.5 text-axis text-accent tabular-nums">
              {selected.length}
            </span>
          )}
        </Button>
      }
    >
      <MenuLabel>{label}</MenuLabel>
      {options.map((option) => (
        <MenuCheckboxItem
          key={option.value}
          checked={selected.includes(option.value)}
          onCheckedChange={(on) =>
            onSelectedChange(
              on ? [...selected, option.value] : selected.filter((value) => value !== option.value),
            )
          }
        >
          {option.label}
        </MenuCheckboxItem>
      ))}
    </Menu>
  );
}
