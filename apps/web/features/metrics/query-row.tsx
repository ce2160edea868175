"use client";
import type { Metric } from "@triops/domains/metrics/schemas";
import { Button, IconButton } from "@triops/ui/button";
import { Segmented } from "@triops/ui/segmented";
import { Skeleton } from "@triops/ui/skeleton";
import { CircleAlert, Copy, Eye, EyeOff, Play } from "lucide-react";
import { useId } from "react";
import type { ExplorerQuery } from "./explorer-queries.ts";
import { PromqlBuilder } from "./promql-builder.tsx";
import { PromqlEditor } from "./promql-editor.tsx";
import { QueryMenu, type QueryMenuProps } from "./query-menu.tsx";
import { usualParts, writeQuery } from "./query-parts.ts";
import type { Span } from "./reads.ts";
import type { QueryReader } from "./use-query-reader.ts";

type QueryRowProps = {
  query: ExplorerQuery;
  /** Text while it is being written; what runs is `query.text`. */
  draft: string;
  span: Span;
  reader: QueryReader | null;
  /** What is wrong with it, in words. */
  fault: string | null;
  running: boolean;
  onDraft: (text: string) => void;
  onRun: (text: string) => void;
  onChange: (change: Partial<ExplorerQuery>) => void;
  onCopy: () => void;
} & Omit<QueryMenuProps, "query">;

/** One query: its letter, how it is written, what it asks, what is wrong with it. */
export function QueryRow(props: QueryRowProps) {
  const { query, draft, reader, fault, onChange } = props;
  const faultId = useId();
  const parts = reader?.readParts(draft);
  const tooRich = reader !== null && parts === null;
  const inCode = query.mode === "code" || tooRich;
  const { hidden } = query;
  return (
    <section
      aria-label={`Query ${query.id}`}
      className="flex min-w-0 flex-col gap-2.5 rounded-card border border-line-subtle p-3"
    >
      <div className="flex flex-wrap items-center gap-2">
        <span
          aria-hidden="true"
          className="flex size-6 items-center justify-center rounded-control bg-sunken font-mono text-dense font-semibold text-ink-1"
        >
          {query.id}
        </span>
        <Segmented
          label={`How query ${query.id} is written`}
          size="sm"
          options={[
            { value: "builder", label: "Builder", disabled: tooRich },
            { value: "code", label: "Code" },
          ]}
          value={inCode ? "code" : "builder"}
          onValueChange={(mode) => onChange({ mode, text: draft })}
        />
        {tooRich && reader?.parsed(draft) && (
          <span className="text-dense text-ink-3">Says more than the builder can show.</span>
        )}
        <div className="ml-auto flex items-center gap-0.5">
          <IconButton
            size="sm"
            label={hidden ? `Show query ${query.id}` : `Hide query ${query.id}`}
            aria-pressed={hidden}
            icon={hidden ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
            onClick={() => onChange({ hidden: !hidden })}
          />
          <IconButton
            size="sm"
            label={`Duplicate query ${query.id}`}
            icon={<Copy aria-hidden="true" />}
            onClick={props.onCopy}
          />
          <QueryMenu {...props} />
        </div>
      </div>
      {inCode ? (
        <div className="flex items-start gap-2">
          <div className="min-w-0 flex-1">
            <PromqlEditor
              value={draft}
              label={`Query ${query.id}`}
              placeholder="rate(http_requests_total[5m])"
              onChange={props.onDraft}
              onRun={props.onRun}
              invalid={fault !== null}
              describedBy={fault === null ? undefined : faultId}
            />
          </div>
          <Button
            icon={<Play aria-hidden="true" />}
            variant={draft === query.text ? "secondary" : "primary"}
            loading={props.running}
            title="Ctrl+Enter"
            onClick={() => props.onRun(draft)}
          >
            Run
          </Button>
        </div>
      ) : parts ? (
        <>
          <PromqlBuilder
            parts={parts}
            span={props.span}
            onChange={(next) => onChange({ text: writeQuery(next), mode: "builder" })}
            onMetric={(metric) => onChange(firstLook(metric))}
          />
          {draft !== "" && (
            <p className="break-words font-mono text-dense text-ink-2" data-testid={`text-${query.id}`}>
              {draft}
            </p>
          )}
        </>
      ) : (
        <Skeleton className="h-14" />
      )}
      {fault !== null && (
        <p id={faultId} role="alert" className="flex items-start gap-1.5 text-dense text-sev1-text">
          <CircleAlert aria-hidden="true" className="mt-0.5 size-3 shrink-0" />
          <span className="min-w-0 break-words">{fault}</span>
        </p>
      )}
    </section>
  );
}

/** What a metric is first asked for when somebody chooses it. */
export const firstLook = (metric: Metric): Partial<ExplorerQuery> => ({
  text: writeQuery(usualParts(metric)),
  unit: null,
});
