"use client";
import type { ExplorerQuery } from "./explorer-queries.ts";
import { QueryBuilder } from "./query-builder.tsx";
import type { Span } from "./reads.ts";
import { type Selection, selectionText } from "./selection.ts";

type DistributionFieldsProps = {
  selection: Selection;
  span: Span;
  onChange: (change: Partial<ExplorerQuery>) => void;
};

/** Quantiles of exponential histograms; another metric leads back to PromQL. */
export function DistributionFields({ selection, span, onChange }: DistributionFieldsProps) {
  return (
    <QueryBuilder
      bare
      span={span}
      state={{
        ...selection,
        set: (change) => {
          const next = { ...selection, ...change };
          const isOther = change.metric !== undefined && change.aggregate !== "p95";
          if (isOther) onChange({ selection: null, text: selectionText(next), unit: null });
          else onChange({ selection: next });
        },
      }}
    />
  );
}
