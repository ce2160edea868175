"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Card } from "@triops/ui/card";
import { EmptyFilter } from "@triops/ui/data-states";
import { Segmented } from "@triops/ui/segmented";
import { useRouter } from "next/navigation";
import { PagedTable } from "../../data/paged-table.tsx";
import { errorOf } from "../../data/screen-states.tsx";
import { ShowNewer, type StillSpan, useCatchUp } from "../../data/still-span.tsx";
import { hrefOf, traceColumns } from "./columns.tsx";
import { type LlmOrder, type LlmQuestion, llmTracePages } from "./reads.ts";

const orders = [
  { value: "newest" as const, label: "Newest" },
  { value: "cost" as const, label: "Dearest" },
  { value: "slowest" as const, label: "Slowest" },
  { value: "tokens" as const, label: "Longest" },
];

type TracesCardProps = {
  question: LlmQuestion;
  still: StillSpan;
  order: LlmOrder;
  onOrder: (order: LlmOrder) => void;
  unreadable: boolean;
  onClear: () => void;
};

/** The traces that fit. */
export function TracesCard({ question, still, order, onOrder, unreadable, onClear }: TracesCardProps) {
  const router = useRouter();
  const pages = useInfiniteQuery(llmTracePages(question, order));
  const rows = pages.data?.pages.flatMap((page) => page.data) ?? [];
  useCatchUp(still, rows.length === 0 && !pages.isPending && !pages.isPlaceholderData);
  return (
    <Card
      flush
      title="Traces"
      actions={
        <>
          <ShowNewer still={still} />
          <Segmented size="sm" label="Order" options={orders} value={order} onValueChange={onOrder} />
        </>
      }
    >
      <PagedTable
        caption="Traces"
        columns={traceColumns}
        rows={rows}
        rowKey={(row) => row.traceId}
        onRowOpen={(row) => router.push(hrefOf(row))}
        pages={pages}
        error={unreadable ? undefined : errorOf(pages.error, () => void pages.refetch())}
        empty={
          <EmptyFilter
            title={unreadable ? "The search cannot be read" : "No traces fit in this range"}
            onClear={onClear}
            clearLabel="Clear the search"
          />
        }
      />
    </Card>
  );
}
