"use client";
import { Command } from "cmdk";
import { ArrowLeft, Search } from "lucide-react";
import * as Parts from "radix-ui/dialog";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { cn } from "./class-names.ts";
import { Kbd } from "./kbd.tsx";

export type PaletteItem = {
  id: string;
  /** A verb phrase for actions, the name for things. */
  label: string;
  icon?: ReactNode;
  /** Small text at the end: a kind, a state. */
  hint?: ReactNode;
  keys?: string;
  /** Other words that find it. */
  keywords?: readonly string[];
  onSelect?: () => void;
  /** Opens a page of its own with these groups instead. */
  page?: { placeholder: string; groups: readonly PaletteGroup[] };
  disabledReason?: string;
};

export type PaletteGroup = { heading: string; items: readonly PaletteItem[] };

type CommandPaletteProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Useful before anything is typed: actions on what is open, places, recent things. */
  groups: readonly PaletteGroup[];
  /** Results of a search elsewhere for the same text; shown unfiltered below the rest. */
  results?: readonly PaletteGroup[];
  onSearchChange?: (text: string) => void;
  searching?: boolean;
  placeholder?: string;
};

type Page = { title: string; placeholder: string; groups: readonly PaletteGroup[]; searchBefore: string };

/** Search and actions for every noun. */
export function CommandPalette({ open, onOpenChange, ...rest }: CommandPaletteProps) {
  return (
    <Parts.Root open={open} onOpenChange={onOpenChange}>
      <Parts.Portal>
        <Parts.Overlay className="fixed inset-0 z-40 animate-overlay-in bg-scrim" />
        <Parts.Content
          aria-describedby={undefined}
          className="fixed inset-x-2 top-2 z-40 mx-auto max-w-xl animate-overlay-in overflow-hidden rounded-overlay bg-bg shadow-overlay outline-none sm:top-[14dvh]"
        >
          <Parts.Title className="sr-only">Search and actions</Parts.Title>
          <PaletteBody {...rest} close={() => onOpenChange(false)} />
        </Parts.Content>
      </Parts.Portal>
    </Parts.Root>
  );
}

type BodyProps = Omit<CommandPaletteProps, "open" | "onOpenChange"> & { close: () => void };

// Mounted anew on each opening, so it opens on its first page without text.
function PaletteBody({
  groups,
  results = [],
  onSearchChange,
  searching,
  placeholder = "Search or run a command",
  close,
}: BodyProps) {
  const [search, setSearch] = useState("");
  const [page, setPage] = useState<Page | null>(null);

  function type(text: string) {
    setSearch(text);
    if (!page) onSearchChange?.(text);
  }
  function back() {
    if (!page) return;
    setSearch(page.searchBefore);
    setPage(null);
  }
  function select(item: PaletteItem) {
    if (item.disabledReason !== undefined) return;
    if (item.page) {
      setPage({ ...item.page, title: item.label, searchBefore: search });
      setSearch("");
      return;
    }
    close();
    item.onSelect?.();
  }
  function onKeyDown(event: KeyboardEvent) {
    if (!page) return;
    if (event.key === "Escape" || (event.key === "Backspace" && search === "")) {
      event.preventDefault();
      event.stopPropagation();
      back();
    }
  }

  return (
    <Command label="Search and actions" loop onKeyDown={onKeyDown}>
      <div className="flex items-center gap-2 border-line-subtle border-b px-3">
        {page ? (
          <button
            type="button"
            aria-label="Back"
            onClick={back}
            className="flex h-6 items-center gap-1 rounded-control bg-sunken px-1.5 text-dense text-ink-2"
          >
            <ArrowLeft aria-hidden="true" className="size-3" />
            {page.title}
          </button>
        ) : (
          <Search aria-hidden="true" className="size-4 shrink-0 text-ink-3" />
        )}
        <Command.Input
          autoFocus
          value={search}
          onValueChange={type}
          placeholder={page?.placeholder ?? placeholder}
          className="h-12 min-w-0 flex-1 bg-transparent text-form outline-none placeholder:text-ink-3"
        />
        <Kbd keys="escape" className="text-ink-3" />
      </div>
      <Command.List className="max-h-[min(24rem,60dvh)] scroll-py-2 overflow-y-auto p-1.5">
        <Command.Empty className="px-3 py-8 text-center text-body text-ink-3">
          {searching ? "Searching…" : "Nothing found"}
        </Command.Empty>
        {(page?.groups ?? groups).map((group) => (
          <Group key={group.heading} group={group} onSelect={select} />
        ))}
        {!page &&
          results.map((group) => <Group key={group.heading} group={group} onSelect={select} forceMount />)}
        {searching && <p className="px-3 py-2 text-dense text-ink-3">Searching…</p>}
      </Command.List>
    </Command>
  );
}

function Group({
  group,
  onSelect,
  forceMount = false,
}: {
  group: PaletteGroup;
  onSelect: (item: PaletteItem) => void;
  forceMount?: boolean;
}) {
  if (group.items.length === 0) return null;
  return (
    <Command.Group
      heading={group.heading}
      forceMount={forceMount}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-dense [&_[cmdk-group-heading]]:text-ink-3"
    >
      {group.items.map((item) => (
        <Command.Item
          key={item.id}
          value={`${item.label} ${item.id}`}
          {...(item.keywords ? { keywords: [...item.keywords] } : {})}
          disabled={item.disabledReason !== undefined}
          forceMount={forceMount}
          onSelect={() => onSelect(item)}
          className={cn(
            "flex min-h-9 cursor-default items-center gap-2.5 rounded-control px-2 text-body text-ink-1 data-[disabled=true]:text-ink-3 data-[selected=true]:bg-sunken pointer-coarse:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3",
          )}
        >
          {item.icon}
          <span className="min-w-0 flex-1 truncate">{item.label}</span>
          {(item.disabledReason ?? item.hint) && (
            <span className="shrink-0 truncate text-dense text-ink-3">
              {item.disabledReason ?? item.hint}
            </span>
          )}
          {item.keys && <Kbd keys={item.keys} className="shrink-0 text-ink-3" />}
        </Command.Item>
      ))}
    </Command.Group>
  );
}
