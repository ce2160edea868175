"use client";
import type { LogTemplate } from "@triops/domains/logs/schemas";
import { IconButton } from "@triops/ui/button";
import { Popover } from "@triops/ui/popover";
import { CopyText } from "@triops/ui/snippet";
import { ListTree } from "lucide-react";

/** A few of a template's lines as they came in, and its id for a search. */
export function TemplateExamples({ template }: { template: LogTemplate }) {
  return (
    // Events of the panel reach the row through React although it lies elsewhere on the page.
    // biome-ignore lint/a11y/useKeyWithClickEvents: keeps clicks to itself, does nothing with them
    // biome-ignore lint/a11y/noStaticElementInteractions: see above
    <span onClick={(event) => event.stopPropagation()}>
      <Popover
        label="Examples"
        align="end"
        className="w-xl"
        trigger={<IconButton size="sm" label="Examples" icon={<ListTree aria-hidden="true" />} />}
      >
        <h2 className="mb-1 text-form font-semibold text-ink-1">Examples</h2>
        <ul className="flex max-h-64 flex-col gap-1 overflow-y-auto">
          {template.examples.map((example) => (
            <li
              key={example}
              className="whitespace-pre-wrap break-words rounded-control bg-raised px-2 py-1 font-mono text-log text-ink-1"
            >
              {example}
            </li>
          ))}
        </ul>
        <p className="mt-2 flex items-center gap-1 text-dense text-ink-3">
          In a search: <CopyText value={`template:${template.id}`} label="the search for it" />
        </p>
      </Popover>
    </span>
  );
}
