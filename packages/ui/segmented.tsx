"use client";
import * as Parts from "radix-ui/toggle-group";
import type { ReactNode } from "react";
import { cn } from "./class-names.ts";

export type Segment<V extends string = string> = {
  value: V;
  label: ReactNode;
  icon?: ReactNode;
  disabled?: boolean;
};

type SegmentedProps<V extends string> = {
  label: string;
  options: readonly Segment<V>[];
  value: V;
  onValueChange: (value: V) => void;
  size?: "sm" | "md";
  className?: string;
};

/** Two to five choices of which exactly one holds, all visible. */
export function Segmented<V extends string>({
  label,
  options,
  value,
  onValueChange,
  size = "md",
  className,
}: SegmentedProps<V>) {
  return (
    <Parts.Root
      type="single"
      aria-label={label}
      value={value}
      // Pressing the chosen one again keeps it.
      onValueChange={(next) => next !== "" && onValueChange(next as V)}
      className={cn(
        "inline-flex w-fit max-w-full items-center gap-0.5 rounded-control bg-sunken p-0.5",
        className,
      )}
    >
      {options.map((option) => (
        <Parts.Item
          key={option.value}
          value={option.value}
          disabled={option.disabled ?? false}
          className={cn(
            "inline-flex min-w-6 items-center justify-center gap-1.5 whitespace-nowrap rounded-[3px] px-2 text-body font-medium text-ink-2 transition-colors hover:text-ink-1 disabled:opacity-60 data-[state=on]:bg-bg data-[state=on]:text-ink-1 data-[state=on]:shadow-[0_0_0_1px_var(--color-line)] [&_svg]:size-3.5",
            size === "sm" ? "h-6 text-dense pointer-coarse:h-8" : "h-7 pointer-coarse:h-9",
          )}
        >
          {option.icon}
          {option.label}
        </Parts.Item>
      ))}
    </Parts.Root>
  );
}
