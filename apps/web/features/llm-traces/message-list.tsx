"use client";
import type { LlmMessage } from "@triops/domains/llm-traces/schemas";
import { Badge } from "@triops/ui/badge";
import { CopyButton } from "@triops/ui/copy-button";
import { formatValue } from "@triops/ui/units";
import { Brain, FileQuestion, Wrench } from "lucide-react";

/** Longer texts are folded: a retrieved document of a hundred pages must not bury the answer. */
const foldCharsFrom = 2_000;

/** A conversation as it was sent and answered: who said what, which tools were called with what. */
export function MessageList({ title, messages }: { title: string; messages: readonly LlmMessage[] }) {
  if (messages.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3 className="mb-1.5 text-body font-semibold text-ink-1">{title}</h3>
      <ol className="flex flex-col gap-2">
        {messages.map((message, at) => (
          <li key={at} className="min-w-0 rounded-card border border-line-subtle px-3 py-2">
            <div className="mb-1 flex items-center justify-between gap-2">
              <span className="text-dense font-medium text-ink-3">{message.role || "message"}</span>
              <CopyButton value={plain(message)} label={`Copy message ${at + 1}`} />
            </div>
            <div className="flex flex-col gap-2">
              {message.parts.map((part, place) => (
                <MessagePart key={place} part={part} />
              ))}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

type Part = LlmMessage["parts"][number];

function MessagePart({ part }: { part: Part }) {
  switch (part.type) {
    case "text":
      return <Folded text={part.text} />;
    case "reasoning":
      return (
        <details className="rounded-control bg-raised px-2 py-1">
          <summary className="flex cursor-default items-center gap-1.5 text-dense text-ink-2">
            <Brain aria-hidden="true" className="size-3.5" /> Reasoning
          </summary>
          <Folded text={part.text} />
        </details>
      );
    case "tool_call":
      return <Tool name={part.name} what="called with" text={part.arguments} />;
    case "tool_result":
      return <Tool name={part.name} what="answered" text={part.result} />;
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

function Tool({ name, what, text }: { name: string; what: string; text: string }) {
  return (
    <div className="min-w-0 rounded-control bg-raised px-2 py-1.5">
      <p className="mb-1 flex items-center gap-1.5 text-dense text-ink-2">
        <Wrench aria-hidden="true" className="size-3.5" />
        <Badge tone="outline" mono>
          {name || "tool"}
        </Badge>
        {what}
      </p>
      <pre className="max-h-80 overflow-auto whitespace-pre-wrap break-words font-mono text-log text-ink-1">
        {indented(text)}
      </pre>
    </div>
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

const plain = ({ parts }: LlmMessage): string =>
  parts
    .map((part) => {
      if (part.type === "tool_call") return `${part.name}(${part.arguments})`;
      if (part.type === "tool_result") return part.result;
      return part.type === "media" ? part.uri : part.text;
    })
    .join("\n");
