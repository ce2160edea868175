"use client";
import { useState } from "react";
import { Button } from "./button.tsx";
import { cn } from "./class-names.ts";
import { type JsonChange, jsonChanges } from "./json-changes.ts";

const SIGN = { added: "+", removed: "−", changed: "~", same: " " } as const;
const WORD = { added: "added", removed: "removed", changed: "changed", same: "unchanged" } as const;

function Value({ text, tone }: { text: string; tone: "old" | "new" | "plain" }) {
  if (text === "") return <span className="text-ink-3">–</span>;
  if (tone === "plain") return <span className="break-all text-ink-3">{text}</span>;
  const Mark = tone === "old" ? "del" : "ins";
  return (
    <Mark
      className={cn(
        "break-all rounded-[2px] px-0.5",
        tone === "old"
          ? "bg-sev2-tint text-sev2-text line-through"
          : "bg-sev4-tint text-sev4-text no-underline",
      )}
    >
      {text}
    </Mark>
  );
}

function Row({ change }: { change: JsonChange }) {
  const same = change.kind === "same";
  return (
    <tr className="border-line-subtle border-t align-top first:border-t-0">
      <td className="w-6 py-1 pl-2 text-ink-3">
        <span aria-hidden="true">{SIGN[change.kind]}</span>
        <span className="sr-only">{WORD[change.kind]}</span>
      </td>
      <th scope="row" className="break-all py-1 pr-3 text-left font-normal text-ink-2">
        {change.path}
      </th>
      <td className="py-1 pr-3">
        <Value text={change.before} tone={same ? "plain" : "old"} />
      </td>
      <td className="py-1 pr-2">
        <Value text={change.after} tone={same ? "plain" : "new"} />
      </td>
    </tr>
  );
}

type JsonDiffProps = { label: string; before: unknown; after: unknown; className?: string };

/** Before and after of a record, leaf by leaf; what stayed the same is folded away. */
export function JsonDiff({ label, before, after, className }: JsonDiffProps) {
  const [all, setAll] = useState(false);
  const changes = jsonChanges(before, after);
  const same = changes.filter((change) => change.kind === "same").length;
  const shown = all ? changes : changes.filter((change) => change.kind !== "same");
  return (
    <div className={cn("min-w-0 overflow-x-auto rounded-card border border-line-subtle", className)}>
      <table className="w-full font-mono text-log">
        <caption className="sr-only">{label}</caption>
        <thead className="bg-raised font-sans text-dense text-ink-3">
          <tr>
            <th scope="col" className="w-6">
              <span className="sr-only">Kind</span>
            </th>
            <th scope="col" className="py-1 pr-3 text-left font-medium">
              Field
            </th>
            <th scope="col" className="py-1 pr-3 text-left font-medium">
              Before
            </th>
            <th scope="col" className="py-1 pr-2 text-left font-medium">
              After
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((change) => (
            <Row key={change.path} change={change} />
          ))}
          {shown.length === 0 && (
            <tr>
              <td colSpan={4} className="p-2 font-sans text-body text-ink-3">
                No field changed.
              </td>
            </tr>
          )}
        </tbody>
      </table>
      {same > 0 && (
        <div className="border-line-subtle border-t p-1">
          <Button size="sm" variant="ghost" onClick={() => setAll(!all)}>
            {all ? "Hide unchanged fields" : `Show ${same} unchanged ${same === 1 ? "field" : "fields"}`}
          </Button>
        </div>
      )}
    </div>
  );
}
