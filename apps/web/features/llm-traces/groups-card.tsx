"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { LlmSession, LlmUser } from "@triops/domains/llm-traces/schemas";
import { Card } from "@triops/ui/card";
import { EmptyFilter, EmptyNever } from "@triops/ui/data-states";
import type { Column } from "@triops/ui/data-table";
import { type Segment, Segmented } from "@triops/ui/segmented";
import { useRouter } from "next/navigation";
import { PagedTable } from "../../data/paged-table.tsx";
import { errorOf } from "../../data/screen-states.tsx";
import { ShowNewer, type StillSpan, useCatchUp } from "../../data/still-span.tsx";
import { sessionColumns, sessionHref, userColumns, userHref } from "./group-columns.tsx";
import { type GroupOrder, type GroupSort, type LlmQuestion, sessionPages, userPages } from "./reads.ts";

const orders: readonly Segment<GroupOrder>[] = [
  { value: "newest", label: "Newest" },
  { value: "cost", label: "Dearest" },
  { value: "calls", label: "Most calls" },
];

const kinds = {
  sessions: {
    title: "Sessions",
    none: "No conversations in this range",
    how: "Calls with the same x-triops-session header, or the same session.id in their spans, are one conversation.",
    pages: sessionPages,
    columns: sessionColumns as readonly Column<LlmSession | LlmUser>[],
    href: (row: LlmSession | LlmUser) => sessionHref(row.id, row.lastTime),
  },
  users: {
    title: "Users",
    none: "No users in this range",
    how: "Calls name whom they are made for with the x-triops-user header, or user.id in their spans.",
    pages: userPages,
    columns: userColumns as readonly Column<LlmSession | LlmUser>[],
    href: (row: LlmSession | LlmUser) => userHref(row.id),
  },
} as const;

type GroupsCardProps = {
  of: keyof typeof kinds;
  question: LlmQuestion;
  still: StillSpan;
  sort: GroupSort;
  onSort: (order: GroupOrder, ascending?: boolean) => void;
  unreadable: boolean;
  onClear: () => void;
};

/** Calls by the conversation they belong to, or by whom they were made for. */
export function GroupsCard({ of, question, still, sort, onSort, unreadable, onClear }: GroupsCardProps) {
  const router = useRouter();
  const { title, none, how, pages: ask, columns, href } = kinds[of];
  const options = ask(question, sort) as ReturnType<typeof sessionPages>;
  const pages = useInfiniteQuery(options);
  const rows: readonly (LlmSession | LlmUser)[] = pages.data?.pages.flatMap((page) => page.data) ?? [];
  useCatchUp(still, rows.length === 0 && !pages.isPending && !pages.isPlaceholderData);
  return (
    <Card
      flush
      title={title}
      actions={
        <>
          <ShowNewer still={still} />
          <Segmented size="sm" label="Order" options={orders} value={sort.order} onValueChange={onSort} />
        </>
      }
    >
      <PagedTable
        caption={title}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        sort={{ columnId: sort.order, direction: sort.ascending ? "ascending" : "descending" }}
        onSortChange={({ columnId, direction }) => onSort(columnId as GroupOrder, direction === "ascending")}
        onRowOpen={(row) => router.push(href(row))}
        pages={pages}
        error={unreadable ? undefined : errorOf(pages.error, () => void pages.refetch())}
        empty={
          question.q === "" ? (
            <EmptyNever title={none}>{how}</EmptyNever>
          ) : (
            <EmptyFilter
              title={unreadable ? "The search cannot be read" : "None fit in this range"}
              onClear={onClear}
              clearLabel="Clear the search"
            />
          )
        }
      />
    </Card>
  );
}
