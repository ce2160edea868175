"use client";
import type { Ref, TextareaHTMLAttributes } from "react";
import { cn } from "./class-names.ts";
import { useFieldControl } from "./field.tsx";
import { CONTROL_LOOK } from "./input.tsx";

export type TextareaProps = TextareaHTMLAttributes<HTMLTextAreaElement> & {
  ref?: Ref<HTMLTextAreaElement>;
  mono?: boolean;
};

/** Grows with its text, from `rows` up to half the screen. */
export function Textarea({ mono, rows = 3, className, ...rest }: TextareaProps) {
  const props = useFieldControl(rest);
  return (
    <textarea
      {...props}
      rows={rows}
      className={cn(
        CONTROL_LOOK,
        "field-sizing-content max-h-[50dvh] min-h-16 px-2.5 py-1.5",
        mono && "font-mono text-body",
        className,
      )}
    />
  );
}
