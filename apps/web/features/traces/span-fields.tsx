"use client";
import { CopyButton } from "@triops/ui/copy-button";
import { Search } from "lucide-react";
import { paths } from "../../shell/paths.ts";
import { termOf } from "../logs/query-terms.ts";
import { IconLink } from "./icon-link.tsx";

/** Key and value, each with a way to the traces that have the same. */
export function SpanFields({
  title,
  scope,
  fields,
}: {
  title: string;
  scope: "attr" | "resource";
  fields: Readonly<Record<string, string>>;
}) {
  const pairs = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
  if (pairs.length === 0) return null;
  return (
    <section>
      <h3 className="mb-1 text-body font-semibold text-ink-1">{title}</h3>
      <dl>
        {pairs.map(([key, value]) => (
          <div
            key={key}
            className="grid min-h-8 grid-cols-[minmax(7rem,36%)_1fr_auto] items-start gap-x-2 border-line-subtle border-b py-1 text-body"
          >
            <dt className="min-w-0 truncate pt-0.5 text-ink-3" title={key}>
              {key}
            </dt>
            <dd className="max-h-40 min-w-0 overflow-y-auto whitespace-pre-wrap break-words pt-0.5 font-mono text-log text-ink-1">
              {value}
            </dd>
            <dd className="flex shrink-0">
              <IconLink
                href={paths.traces({ q: termOf(`${scope}.${key}`, value) })}
                label={`Traces with this ${key}`}
                icon={<Search aria-hidden="true" />}
              />
              <CopyButton value={value} label={`Copy ${key}`} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
