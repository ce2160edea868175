"use client";
import { Search, X } from "lucide-react";
import type { InputHTMLAttributes, ReactNode, Ref } from "react";
import { cn } from "./class-names.ts";
import { useFieldControl } from "./field.tsx";

/** Outline, height and invalid look of every text-like control. */
export const CONTROL_LOOK =
  "w-full min-w-0 rounded-control border border-line-control bg-bg text-form text-ink-1 transition-colors placeholder:text-ink-3 hover:border-ink-3 focus-visible:border-accent focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:border-line disabled:bg-raised disabled:text-ink-3 [&[readonly]]:bg-raised aria-invalid:border-sev1-text";

export type InputProps = Omit<InputHTMLAttributes<HTMLInputElement>, "prefix"> & {
  ref?: Ref<HTMLInputElement>;
  /** Inside the control, before the text: an icon or a sign. */
  prefix?: ReactNode;
  /** Inside the control, after the text: a unit or a button. */
  suffix?: ReactNode;
  mono?: boolean;
};

export function Input({ prefix, suffix, mono, className, type = "text", ...rest }: InputProps) {
  const props = useFieldControl(rest);
  const input = (
    <input
      {...props}
      type={type}
      className={cn(
        CONTROL_LOOK,
        "h-control px-2.5",
        mono && "font-mono text-body",
        type === "number" && "tabular-nums",
        prefix && "pl-8",
        suffix && "pr-10",
        className,
      )}
    />
  );
  if (!prefix && !suffix) return input;
  return (
    <div className="relative flex min-w-0 flex-1 items-center">
      {prefix && (
        <span className="pointer-events-none absolute left-2.5 text-ink-3 [&_svg]:size-4">{prefix}</span>
      )}
      {input}
      {suffix && <span className="absolute right-1.5 flex items-center text-dense text-ink-3">{suffix}</span>}
    </div>
  );
}

export type SearchInputProps = Omit<InputProps, "prefix" | "suffix" | "type" | "value" | "onChange"> & {
  /** Names the search for screen readers: "Filter members". */
  label: string;
  value: string;
  onValueChange: (value: string) => void;
};

/** A filter box with a clear button. Mark it with `data-search` so that `/` finds it. */
export function SearchInput({
  label,
  value,
  onValueChange,
  placeholder,
  className,
  ...rest
}: SearchInputProps) {
  return (
    <Input
      {...rest}
      data-search=""
      aria-label={label}
      placeholder={placeholder ?? label}
      value={value}
      onChange={(event) => onValueChange(event.target.value)}
      prefix={<Search aria-hidden="true" />}
      suffix={
        value !== "" && (
          <button
            type="button"
            aria-label="Clear"
            onClick={() => onValueChange("")}
            className="flex size-6 items-center justify-center rounded-control hover:bg-sunken hover:text-ink-1"
          >
            <X aria-hidden="true" className="size-3.5" />
          </button>
        )
      }
      className={className}
    />
  );
}
