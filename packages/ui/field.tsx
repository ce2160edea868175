"use client";
import { CircleAlert } from "lucide-react";
import { createContext, type ReactNode, useContext, useId, useMemo } from "react";
import { cn } from "./class-names.ts";

type FieldContextValue = { id: string; describedBy: string | undefined; invalid: boolean; required: boolean };
const FieldContext = createContext<FieldContextValue | null>(null);

export type FieldControlProps = {
  id?: string | undefined;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: boolean | "true" | "false" | "grammar" | "spelling" | undefined;
  required?: boolean | undefined;
};

/** What a control inside `Field` adds to itself so that label, hint and error belong to it. */
export function useFieldControl<P extends FieldControlProps>(props: P): P {
  const field = useContext(FieldContext);
  if (!field) return props;
  return {
    ...props,
    id: props.id ?? field.id,
    "aria-describedby": props["aria-describedby"] ?? field.describedBy,
    "aria-invalid": props["aria-invalid"] ?? (field.invalid || undefined),
    "aria-required": field.required || undefined,
  };
}

type FieldProps = {
  label: ReactNode;
  /** One control: `Input`, `Textarea`, `Select`, `Combobox`. */
  children: ReactNode;
  /** What to enter, shown under the control. */
  hint?: ReactNode;
  /** What is wrong and how to fix it. Replaces the hint. */
  error?: ReactNode;
  required?: boolean;
  /** Small text at the end of the label line: a unit, "optional", a link. */
  aside?: ReactNode;
  hideLabel?: boolean;
  className?: string;
};

/** Label, control, hint and error as one thing. */
export function Field({
  label,
  children,
  hint,
  error,
  required = false,
  aside,
  hideLabel,
  className,
}: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const invalid = Boolean(error);
  const hasNote = invalid || Boolean(hint);
  const value = useMemo(
    () => ({ id, describedBy: hasNote ? noteId : undefined, invalid, required }),
    [id, noteId, hasNote, invalid, required],
  );
  return (
    <div className={cn("flex min-w-0 flex-col gap-1", className)}>
      <div className={cn("flex items-baseline justify-between gap-2", hideLabel && !aside && "sr-only")}>
        <label htmlFor={id} className={cn("text-body font-medium text-ink-1", hideLabel && "sr-only")}>
          {label}
          {required && (
            <span aria-hidden="true" className="text-sev1-text">
              {" *"}
            </span>
          )}
        </label>
        {aside && <span className="text-dense text-ink-3">{aside}</span>}
      </div>
      <FieldContext value={value}>{children}</FieldContext>
      {invalid ? (
        <p id={noteId} className="flex items-start gap-1 text-dense text-sev1-text">
          <CircleAlert aria-hidden="true" className="mt-0.5 size-3 shrink-0" />
          {error}
        </p>
      ) : (
        hint && (
          <p id={noteId} className="text-dense text-ink-3">
            {hint}
          </p>
        )
      )}
    </div>
  );
}

/** Fields of one form in a column with the usual distance. */
export function FieldGroup({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={cn("flex flex-col gap-4", className)}>{children}</div>;
}
