"use client";
import type { FieldFault } from "@triops/kernel/errors";
import { Card } from "@triops/ui/card";
import { Checkbox } from "@triops/ui/checkbox";
import { Segmented } from "@triops/ui/segmented";
import { useEffect, useId, useState } from "react";
import { PromqlEditor } from "../metrics/promql-editor.tsx";
import { QueryBuilder } from "../metrics/query-builder.tsx";
import type { Span } from "../metrics/reads.ts";
import { type Draft, isSignalAggregate, signalAggregates } from "./draft.ts";

const ways = [
  { value: "metric" as const, label: "Metric" },
  { value: "promql" as const, label: "PromQL" },
];

type WatchedFieldsProps = {
  draft: Draft;
  update: (part: Partial<Draft>) => void;
  span: Span;
  faults: readonly FieldFault[];
};

/** What a monitor looks at: series of a metric, or a query. */
export function WatchedFields({ draft, update, span, faults }: WatchedFieldsProps) {
  const { signal } = draft;
  const way = signal.promql === undefined ? "metric" : "promql";
  const toWay = (next: "metric" | "promql") => {
    const { promql: _promql, ...selection } = signal;
    update({ signal: next === "metric" ? selection : { ...signal, promql: signal.promql ?? signal.metric } });
  };
  return (
    <Card
      title="What is watched"
      actions={
        <Segmented label="What is watched" size="sm" options={ways} value={way} onValueChange={toWay} />
      }
    >
      {signal.promql === undefined ? (
        <>
          <QueryBuilder
            span={span}
            offered={signalAggregates}
            bare
            state={{
              ...signal,
              set: ({ aggregate, ...rest }) => {
                const next = { ...signal, ...rest };
                if (aggregate && isSignalAggregate(aggregate)) next.aggregate = aggregate;
                const isNamed = draft.name !== signal.metric;
                update({ signal: next, ...(rest.metric && !isNamed ? { name: rest.metric } : {}) });
              },
            }}
          />
          {signal.groupBy.length === 0 && (
            <Checkbox
              className="mt-3"
              label="Judge all matching series together"
              hint="As one series, combined by the aggregate. Otherwise each is judged by itself."
              checked={signal.combine}
              onCheckedChange={(combine) => update({ signal: { ...signal, combine } })}
            />
          )}
        </>
      ) : (
        <WatchedText
          text={signal.promql}
          fault={faults.find(({ path }) => path === "signal.promql")?.message}
          onSettled={(promql) => update({ signal: { ...signal, promql } })}
        />
      )}
    </Card>
  );
}

/** A text that rests for this long is tried on the past; each letter would ask anew. */
const restMs = 900;

function WatchedText({
  text,
  fault,
  onSettled,
}: {
  text: string;
  fault: string | undefined;
  onSettled: (text: string) => void;
}) {
  const noteId = useId();
  const [draft, setDraft] = useState(text);
  const settled = draft === text;
  useEffect(() => {
    if (settled) return;
    const timer = setTimeout(() => onSettled(draft), restMs);
    return () => clearTimeout(timer);
  }, [draft, settled]);
  return (
    <div className="flex flex-col gap-1.5 pt-1">
      <PromqlEditor
        label="Query"
        value={draft}
        placeholder="sum by (service) (rate(http_requests_total[5m]))"
        describedBy={noteId}
        invalid={fault !== undefined}
        onChange={setDraft}
        onRun={onSettled}
      />
      <p id={noteId} className={fault ? "text-dense text-sev1-text" : "text-dense text-ink-3"}>
        {fault ??
          "Each series of the result is judged by itself, each minute. Put the limit into the rule below rather than here: then its value is known while all is well."}
      </p>
    </div>
  );
}
