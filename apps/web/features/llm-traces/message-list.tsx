"use client";
import type { LlmMessage } from "@triops/domains/llm-traces/schemas";
import { CopyButton } from "@triops/ui/copy-button";
import { MessagePart } from "./message-part.tsx";

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
              <CopyButton value={plainText(message)} label={`Copy message ${at + 1}`} />
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

/** A message as text, to copy. */
export const plainText = ({ parts }: LlmMessage): string =>
  parts
    .map((part) => {
      if (part.type === "tool_call") return `${part.name}(${part.arguments})`;
      if (part.type === "tool_result") return part.result;
      return part.type === "media" ? part.uri : part.text;
    })
    .join("\n");
