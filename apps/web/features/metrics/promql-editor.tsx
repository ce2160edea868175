"use client";
import { Textarea } from "@triops/ui/textarea";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import type { PromqlEditorProps } from "./promql-editor-props.ts";

const PromqlCode = lazy(async () => ({ default: (await import("./promql-code.tsx")).PromqlCode }));

/** A field for PromQL: plain text until the editor with completion and checks has been loaded beside the page. */
export function PromqlEditor(props: PromqlEditorProps) {
  const { value, onChange, onRun, label, placeholder, describedBy, invalid = false } = props;
  const [mounted, setMounted] = useState(false);
  /** Where the cursor stood in the plain field when the editor took over. */
  const cursor = useRef<number | null>(null);
  useEffect(() => setMounted(true), []);
  const plain = (
    <Textarea
      mono
      rows={1}
      aria-label={label}
      aria-describedby={describedBy}
      aria-invalid={invalid || undefined}
      placeholder={placeholder}
      value={value}
      spellCheck={false}
      className="min-h-control"
      onFocus={(event) => {
        cursor.current = event.currentTarget.selectionEnd;
      }}
      onBlur={() => {
        cursor.current = null;
      }}
      onChange={(event) => {
        cursor.current = event.currentTarget.selectionEnd;
        onChange(event.currentTarget.value);
      }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
        event.preventDefault();
        onRun?.(event.currentTarget.value);
      }}
    />
  );
  return <Suspense fallback={plain}>{mounted ? <PromqlCode {...props} cursor={cursor} /> : plain}</Suspense>;
}
