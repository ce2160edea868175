"use client";
import type { LlmMessage } from "@triops/domains/llm-traces/schemas";
import { Badge } from "@triops/ui/badge";
import { formatValue } from "@triops/ui/units";
import { Brain, ChevronRight, FileQuestion, Wrench } from "lucide-react";
import type { ReactNode } from "react";

/** Longer texts are folded: a retrieved document of a hundred pages must not bury the answer. */
const foldCharsFrom = 2_000;

type Part = LlmMessage["parts"][number];

/** A piece of a message. `folded`: what tools were called with and answered is one line until it is opened. */
export function MessagePart({ part, folded = false }: { part: Part; folded?: boolean }) {
  switch (part.type) {
    case "text":
      return <Folded text={part.text} />;
    case "reasoning":
      return (
        <details className="group min-w-0 rounded-control bg-raised px-2 py-1">
          <FoldSummary>
            <Brain aria-hidden="true" className="size-3.5" /> Reasoning
          </FoldSummary>
          <Folded text={part.text} />
        </details>
      );
    case "tool_call":
      return <Tool name={part.name} what="called with" text={part.arguments} folded={folded} />;
    case "tool_result":
      return <Tool name={part.name} what="answered" text={part.result} folded={folded} />;
    case "media":
      return (
        <span className="inline-flex items-center gap-1.5 text-body text-ink-2">
          <FileQuestion aria-hidden="true" className="size-4 text-ink-3" />
          {part.modality || "media"} {part.mediaType}
          {part.bytes > 0 && <span className="text-ink-3">{formatValue(part.bytes, "bytes")}</span>}
          {part.uri !== "" && <code className="min-w-0 truncate font-mono text-log">{part.uri}</code>}
        </span>
      );
  }
}

type ToolProps = { name: string; what: string; text: string; folded: boolean };

function Tool({ name, what, text, folded }: ToolProps) {
  return (
    <details className="group min-w-0 rounded-control bg-raised px-2 py-1.5" open={!folded}>
      <FoldSummary>
        <Wrench aria-hidden="true" className="size-3.5 shrink-0" />
        <Badge tone="outline" mono>
          {name || "tool"}
        </Badge>
        <span className="shrink-0">{what}</span>
        <span className="min-w-0 truncate font-mono text-ink-3 group-open:hidden">{text.slice(0, 200)}</span>
      </FoldSummary>
      <pre className="mt-1 max-h-80 overflow-auto whitespace-pre-wrap break-words font-mono text-log text-ink-1">
        {indented(text)}
      </pre>
    </details>
  );
}

function Folded({ text }: { text: string }) {
  const body = <p className="whitespace-pre-wrap break-words text-body text-ink-1">{text}</p>;
  if (text.length <= foldCharsFrom) return body;
  return (
    <details>
      <summary className="text-body text-ink-1">
        {text.slice(0, 300)}…{" "}
        <span className="text-ink-3">({text.length.toLocaleString("en-GB")} characters)</span>
      </summary>
      {body}
    </details>
  );
}

/** JSON on several lines; anything else as it came. */
function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** The line that opens and closes what lies below it. Its `details` is a `group`. */
export function FoldSummary({ children }: { children: ReactNode }) {
  return (
    <summary className="flex min-w-0 cursor-default list-none items-center gap-1.5 text-dense text-ink-2">
      <ChevronRight
        aria-hidden="true"
        className="size-3.5 shrink-0 text-ink-3 transition-transform group-open:rotate-90"
      />
      {children}
    </summary>
  );
}
