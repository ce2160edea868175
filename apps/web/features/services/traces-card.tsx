"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Card } from "@triops/ui/card";
import { DataTable } from "@triops/ui/data-table";
import { Segmented } from "@triops/ui/segmented";
import { TextLink } from "@triops/ui/text-link";
import { useEffect, useState } from "react";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { type TraceRow, traceColumns } from "../traces/columns.tsx";
import { tracePages } from "../traces/reads.ts";
import { quoted } from "./quoted.ts";
import type { Span } from "./reads.ts";

const kinds = [
  { value: "newest", label: "Newest" },
  { value: "failed", label: "Failed" },
  { value: "slowest", label: "Slowest" },
] as const;
type Kind = (typeof kinds)[number]["value"];

const shownMax = 12;
const keyOf = (row: TraceRow): string => `${row.traceId} ${row.match.spanId}`;

export function TracesCard({ name, span }: { name: string; span: Span }) {
  const [kind, setKind] = useState<Kind>("newest");
  const q = `service:${quoted(name)}${kind === "failed" ? " status:error" : ""}`;
  const pages = useInfiniteQuery(tracePages({ q, ...span }, kind === "slowest" ? "slowest" : "newest"));
  const found = (pages.data?.pages[0]?.data ?? []).slice(0, shownMax);
  const durationMsMax = Math.max(1, ...found.map((row) => row.durationMs));
  const rows = found.map((row) => ({ ...row, durationMsMax }));
  // Rows of another kind must not pass for these; when only the range moves on, nothing is dimmed.
  const [shownKind, setShownKind] = useState(kind);
  const isShown = !pages.isPlaceholderData;
  useEffect(() => {
    if (isShown) setShownKind(kind);
  }, [isShown, kind]);
  return (
    <Card
      title="Traces"
      actions={
        <>
          <Segmented size="sm" label="Which traces" options={kinds} value={kind} onValueChange={setKind} />
          <TextLink href={paths.traces({ q })} className="ml-2">
            All
          </TextLink>
        </>
      }
      flush
    >
      <DataTable
        caption={`Traces of ${name}`}
        columns={traceColumns}
        rows={rows}
        rowKey={keyOf}
        loading={pages.isPending}
        refreshing={shownKind !== kind}
        error={pages.data ? undefined : errorOf(pages.error, () => void pages.refetch())}
        maxHeight="none"
        rowKeys={false}
        empty={
          <p className="p-3 text-body text-ink-3">
            {kind === "failed" ? "No failed span of it in this range." : "No trace of it in this range."}
          </p>
        }
      />
    </Card>
  );
}
