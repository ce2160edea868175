"use client";
import type { PromptVersion } from "@triops/domains/prompts/schemas";
import { cn } from "@triops/ui/class-names";
import { JsonDiff } from "@triops/ui/json-diff";
import { changesOf, type ItemDiff } from "./changes.ts";

type Said = Pick<PromptVersion, "template" | "config" | "declaredVariables">;
type DiffViewProps = { before: Said; after: Said };

const kindWord = { same: "unchanged", changed: "changed", added: "added", removed: "removed" } as const;

/** Two versions: words of each message, then settings and variables field by field. */
export function DiffView({ before, after }: DiffViewProps) {
  const items = changesOf(before.template, after.template);
  const text = (value: unknown) => JSON.stringify(value);
  const configs = text(before.config) !== text(after.config);
  const variables = text(before.declaredVariables) !== text(after.declaredVariables);
  const nothing = !configs && !variables && items.every(({ kind }) => kind === "same");
  if (nothing) return <p className="text-body text-ink-3">They say the same.</p>;
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <ol className="flex min-w-0 flex-col gap-2" aria-label="Changes of the text">
        {items.map((item, at) => (
          // Messages have no identity of their own; their order is what they are.
          <ItemChange key={at} item={item} />
        ))}
      </ol>
      {configs && (
        <div className="flex min-w-0 flex-col gap-1">
          <p className="text-dense font-medium text-ink-2">Settings of the call</p>
          <JsonDiff label="Changes of the settings" before={before.config} after={after.config} />
        </div>
      )}
      {variables && (
        <div className="flex min-w-0 flex-col gap-1">
          <p className="text-dense font-medium text-ink-2">Variables</p>
          <JsonDiff
            label="Changes of the variables"
            before={before.declaredVariables ?? {}}
            after={after.declaredVariables ?? {}}
          />
        </div>
      )}
    </div>
  );
}

function ItemChange({ item }: { item: ItemDiff }) {
  const { kind, role, roleBefore, placeholder, text } = item;
  const name = placeholder ? "placeholder" : role;
  return (
    <li className="min-w-0 rounded-card border border-line-subtle">
      {(name || kind !== "changed") && (
        <p className="flex gap-2 border-line-subtle border-b bg-raised px-2.5 py-1 text-dense text-ink-2">
          {name && <span className="font-medium">{roleBefore ? `${roleBefore} → ${name}` : name}</span>}
          <span className="text-ink-3">{kindWord[kind]}</span>
        </p>
      )}
      <p
        className={cn(
          "whitespace-pre-wrap break-words px-2.5 py-2 font-mono text-log",
          kind === "same" && "line-clamp-3 text-ink-3",
        )}
      >
        {text.map((stretch, at) => {
          const key = `${at}:${stretch.kind}`;
          if (stretch.kind === "same") return <span key={key}>{stretch.text}</span>;
          const Mark = stretch.kind === "added" ? "ins" : "del";
          return (
            <Mark
              key={key}
              className={cn(
                "rounded-[2px] px-0.5",
                stretch.kind === "added"
                  ? "bg-sev4-tint text-sev4-text no-underline"
                  : "bg-sev2-tint text-sev2-text line-through",
              )}
            >
              {stretch.text}
            </Mark>
          );
        })}
        {text.length === 0 && <span className="text-ink-3">empty</span>}
      </p>
    </li>
  );
}
