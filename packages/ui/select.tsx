"use client";
import { ChevronDown } from "lucide-react";
import type { Ref, SelectHTMLAttributes } from "react";
import { cn } from "./class-names.ts";
import { useFieldControl } from "./field.tsx";
import { CONTROL_LOOK } from "./input.tsx";

export type SelectOption<V extends string = string> = {
  value: V;
  label: string;
  disabled?: boolean;
  group?: string;
};

export type SelectProps<V extends string = string> = Omit<
  SelectHTMLAttributes<HTMLSelectElement>,
  "value" | "multiple"
> & {
  ref?: Ref<HTMLSelectElement>;
  options: readonly SelectOption<V>[];
  value?: V;
  onValueChange?: (value: V) => void;
  /** First, unselectable line while nothing is chosen. */
  placeholder?: string;
};

/** The platform's own select, so that phones, forms and screen readers get what they know.
    For more than about twenty options use `Combobox`. */
export function Select<V extends string = string>({
  options,
  placeholder,
  onValueChange,
  onChange,
  className,
  ...rest
}: SelectProps<V>) {
  const props = useFieldControl(rest);
  const groups = [...new Set(options.map((option) => option.group))];
  return (
    <span className={cn("relative inline-flex w-full min-w-0", className)}>
      <select
        {...props}
        {...(placeholder !== undefined && props.value === undefined && props.defaultValue === undefined
          ? { defaultValue: "" }
          : {})}
        onChange={(event) => {
          onChange?.(event);
          onValueChange?.(event.target.value as V);
        }}
        className={cn(CONTROL_LOOK, "h-control appearance-none truncate pr-8 pl-2.5")}
      >
        {placeholder !== undefined && (
          <option value="" disabled>
            {placeholder}
          </option>
        )}
        {groups.map((group) => {
          const lines = options
            .filter((option) => option.group === group)
            .map((option) => (
              <option key={option.value} value={option.value} disabled={option.disabled}>
                {option.label}
              </option>
            ));
          return group === undefined ? (
            lines
          ) : (
            <optgroup key={group} label={group}>
              {lines}
            </optgroup>
          );
        })}
      </select>
      <ChevronDown
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 right-2 size-4 -translate-y-1/2 text-ink-3"
      />
    </span>
  );
}
