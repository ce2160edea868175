"use client";
import * as Parts from "radix-ui/switch";
import { type ReactNode, useId } from "react";
import { cn } from "./class-names.ts";

type SwitchProps = {
  checked?: boolean;
  defaultChecked?: boolean;
  onCheckedChange?: (checked: boolean) => void;
  /** Names the state that "on" means. */
  label: ReactNode;
  hint?: ReactNode;
  /** Keeps the label for screen readers only. */
  hideLabel?: boolean;
  disabled?: boolean;
  name?: string;
  className?: string;
};

/** Takes effect at once. For a choice that is saved with a form use `Checkbox`. */
export function Switch({ label, hint, hideLabel, className, ...rest }: SwitchProps) {
  const id = useId();
  return (
    <div className={cn("flex items-start justify-between gap-4", className)}>
      <div className={cn(hideLabel && "sr-only")}>
        <label htmlFor={id} className="text-body font-medium text-ink-1">
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="text-dense text-ink-3">
            {hint}
          </p>
        )}
      </div>
      <Parts.Root
        {...rest}
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="group inline-flex h-6 w-9 shrink-0 items-center disabled:cursor-not-allowed disabled:opacity-60"
      >
        <span className="flex h-5 w-9 items-center rounded-full border border-line-control bg-sunken px-0.5 transition-colors group-data-[state=checked]:border-accent group-data-[state=checked]:bg-accent">
          <Parts.Thumb className="block size-3.5 rounded-full bg-ink-3 transition-transform duration-120 data-[state=checked]:translate-x-4 data-[state=checked]:bg-on-accent" />
        </span>
      </Parts.Root>
    </div>
  );
}
