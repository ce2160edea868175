"use client";
import { ChevronDown } from "lucide-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { cn } from "./class-names.ts";
import type { ComboboxOption } from "./combobox-list.tsx";
import { useFieldControl } from "./field.tsx";
import { CONTROL_LOOK } from "./input.tsx";
import { Popover } from "./popover.tsx";
import { Skeleton } from "./skeleton.tsx";

const ComboboxList = lazy(() => import("./combobox-list.tsx"));

export type { ComboboxOption } from "./combobox-list.tsx";

type ComboboxProps = {
  options: readonly ComboboxOption[];
  value: string | null;
  onValueChange: (value: string) => void;
  placeholder?: string;
  searchPlaceholder?: string;
  /** Names it where no `Field` does. */
  "aria-label"?: string;
  /** Searching happens elsewhere (on a server): options come as they are. */
  onSearchChange?: (text: string) => void;
  loading?: boolean;
  empty?: ReactNode;
  mono?: boolean;
  disabled?: boolean;
  className?: string;
};

/** One of many options, found by typing. */
export function Combobox({
  options,
  value,
  onValueChange,
  placeholder = "Choose",
  searchPlaceholder = "Search",
  onSearchChange,
  loading = false,
  empty = "Nothing matches",
  mono = false,
  disabled = false,
  className,
  ...rest
}: ComboboxProps) {
  const [open, setOpen] = useState(false);
  const control = useFieldControl<Record<string, unknown>>({ "aria-label": rest["aria-label"] });
  const chosen = options.find((option) => option.value === value);

  return (
    <Popover
      label={rest["aria-label"] ?? placeholder}
      open={open}
      onOpenChange={setOpen}
      className="w-(--radix-popper-anchor-width) min-w-72 p-0"
      trigger={
        <button
          {...control}
          type="button"
          role="combobox"
          aria-expanded={open}
          aria-haspopup="dialog"
          disabled={disabled}
          className={cn(
            CONTROL_LOOK,
            "flex h-control items-center justify-between gap-2 px-2.5 text-left",
            className,
          )}
        >
          <span
            className={cn(
              "truncate",
              !chosen && value === null && "text-ink-3",
              mono && "font-mono text-body",
            )}
          >
            {chosen?.label ?? value ?? placeholder}
          </span>
          <ChevronDown aria-hidden="true" className="size-4 shrink-0 text-ink-3" />
        </button>
      }
    >
      <Suspense fallback={<Skeleton className="m-3 h-6" />}>
        <ComboboxList
          options={options}
          value={value}
          searchPlaceholder={searchPlaceholder}
          onSearchChange={onSearchChange}
          loading={loading}
          empty={empty}
          mono={mono}
          onChoose={(next) => {
            onValueChange(next);
            setOpen(false);
          }}
        />
      </Suspense>
    </Popover>
  );
}
