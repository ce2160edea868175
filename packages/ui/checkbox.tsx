"use client";
import { Check, Minus } from "lucide-react";
import * as Parts from "radix-ui/checkbox";
import { type ReactNode, useId } from "react";
import { cn } from "./class-names.ts";

type CheckboxProps = {
  checked?: boolean | "indeterminate";
  defaultChecked?: boolean;
  onCheckedChange?: (checked: boolean) => void;
  /** Visible words. Without them give `aria-label`. */
  label?: ReactNode;
  hint?: ReactNode;
  disabled?: boolean;
  name?: string;
  value?: string;
  "aria-label"?: string;
  className?: string;
};

export function Checkbox({ label, hint, onCheckedChange, className, ...rest }: CheckboxProps) {
  const id = useId();
  const box = (
    // The box is 16 px; padding of 4 px around it makes the target 24.
    <Parts.Root
      {...rest}
      id={id}
      aria-describedby={hint ? `${id}-hint` : undefined}
      onCheckedChange={(next) => onCheckedChange?.(next === true)}
      className="group -m-1 flex size-6 shrink-0 items-center justify-center rounded-control p-1 disabled:cursor-not-allowed disabled:opacity-60 pointer-coarse:-m-2 pointer-coarse:size-8"
    >
      <span className="flex size-4 items-center justify-center rounded-[3px] border border-line-control bg-bg transition-colors group-hover:border-ink-3 group-data-[state=checked]:border-accent group-data-[state=checked]:bg-accent group-data-[state=indeterminate]:border-accent group-data-[state=indeterminate]:bg-accent">
        <Parts.Indicator className="text-on-accent">
          {rest.checked === "indeterminate" ? (
            <Minus aria-hidden="true" className="size-3" strokeWidth={3} />
          ) : (
            <Check aria-hidden="true" className="size-3" strokeWidth={3} />
          )}
        </Parts.Indicator>
      </span>
    </Parts.Root>
  );
  if (!label) return <span className={cn("flex", className)}>{box}</span>;
  return (
    <div className={cn("flex items-start gap-2", className)}>
      <span className="mt-0.5 inline-flex">{box}</span>
      <div>
        <label htmlFor={id} className="text-body text-ink-1">
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="text-dense text-ink-3">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
