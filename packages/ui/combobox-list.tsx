"use client";
import { Command } from "cmdk";
import { Check, Search } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { cn } from "./class-names.ts";

export type ComboboxOption = { value: string; label?: string; hint?: ReactNode; group?: string };

type ComboboxListProps = {
  options: readonly ComboboxOption[];
  value: string | null;
  onChoose: (value: string) => void;
  searchPlaceholder: string;
  onSearchChange: ((text: string) => void) | undefined;
  loading: boolean;
  empty: ReactNode;
  mono: boolean;
};

/** More lines than this slow the list and help nobody; the rest is found by typing. */
const SHOWN = 200;

/** What a combobox opens. A chunk of its own: most are never opened. */
export default function ComboboxList({
  options,
  value,
  onChoose,
  searchPlaceholder,
  onSearchChange,
  loading,
  empty,
  mono,
}: ComboboxListProps) {
  const [search, setSearch] = useState("");
  const matching = useMemo(() => {
    if (onSearchChange || search === "") return options;
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    return options.filter((option) => {
      const text = `${option.label ?? ""} ${option.value}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }, [options, search, onSearchChange]);
  const shown = matching.slice(0, SHOWN);
  const groups = [...new Set(shown.map((option) => option.group))];
  return (
    <Command shouldFilter={false} loop>
      <div className="flex items-center gap-2 border-line-subtle border-b px-3">
        <Search aria-hidden="true" className="size-4 shrink-0 text-ink-3" />
        <Command.Input
          value={search}
          onValueChange={(text) => {
            setSearch(text);
            onSearchChange?.(text);
          }}
          placeholder={searchPlaceholder}
          // The reader opened the list to type in it.
          autoFocus
          className="h-9 min-w-0 flex-1 bg-transparent text-form outline-none placeholder:text-ink-3"
        />
      </div>
      <Command.List className="max-h-72 overflow-y-auto p-1">
        {shown.length === 0 && (
          <p role="status" className="px-2 py-6 text-center text-body text-ink-3">
            {loading ? "Searching…" : empty}
          </p>
        )}
        {groups.map((group) => (
          <Command.Group
            key={group ?? ""}
            {...(group ? { heading: group } : {})}
            className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-dense [&_[cmdk-group-heading]]:text-ink-3"
          >
            {shown
              .filter((option) => option.group === group)
              .map((option) => (
                <Command.Item
                  key={option.value}
                  value={option.value}
                  onSelect={() => onChoose(option.value)}
                  className="flex min-h-8 cursor-default items-center gap-2 rounded-control px-2 text-body text-ink-1 data-[selected=true]:bg-sunken pointer-coarse:min-h-11"
                >
                  <span className={cn("min-w-0 flex-1 truncate", mono && "font-mono")}>
                    {option.label ?? option.value}
                  </span>
                  {option.hint && <span className="shrink-0 text-dense text-ink-3">{option.hint}</span>}
                  <Check
                    aria-hidden="true"
                    className={cn("size-4 shrink-0 text-accent", option.value !== value && "invisible")}
                  />
                </Command.Item>
              ))}
          </Command.Group>
        ))}
        {matching.length > SHOWN && (
          <p className="px-2 py-2 text-dense text-ink-3">
            {matching.length - SHOWN} more: type to narrow down
          </p>
        )}
      </Command.List>
    </Command>
  );
}
