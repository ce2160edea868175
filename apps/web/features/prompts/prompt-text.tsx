"use client";
import { Textarea } from "@triops/ui/textarea";
import { lazy, Suspense, useEffect, useState } from "react";
import type { PromptTextProps } from "./prompt-text-props.ts";

const PromptCode = lazy(async () => ({ default: (await import("./prompt-code.tsx")).PromptCode }));

/** A field for a template: plain text until the editor that marks variables has been loaded beside the page. */
export function PromptText(props: PromptTextProps) {
  const { value, onChange, onRun, label, placeholder, readOnly, describedBy, invalid } = props;
  const [mounted, setMounted] = useState(false);
  useEffect(() => setMounted(true), []);
  const plain = (
    <Textarea
      mono
      rows={3}
      aria-label={label}
      aria-describedby={describedBy}
      aria-invalid={invalid || undefined}
      placeholder={placeholder}
      readOnly={readOnly}
      value={value}
      onChange={(event) => onChange?.(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey) || !onRun) return;
        event.preventDefault();
        onRun();
      }}
    />
  );
  return <Suspense fallback={plain}>{mounted ? <PromptCode {...props} /> : plain}</Suspense>;
}
