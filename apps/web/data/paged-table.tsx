"use client";
import { DataTable, type DataTableProps } from "@triops/ui/data-table";
import { errorOf } from "./screen-states.tsx";

/** What a table needs of a keyset-paged question (`readPages`, asked with `useInfiniteQuery`). */
type Pages = {
  isPending: boolean;
  isPlaceholderData: boolean;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  error: Error | null;
  fetchNextPage: () => unknown;
  refetch: () => unknown;
};

type Wired = "loading" | "hasMore" | "onLoadMore" | "loadingMore";

/**
 * A list that comes in pages: waiting, failing, dimmed while another one is asked for, and more on demand. Who knows
 * better when rows are old, or tells a fault elsewhere, says so with `refreshing` and `error`.
 */
export function PagedTable<Row>({ pages, ...table }: { pages: Pages } & Omit<DataTableProps<Row>, Wired>) {
  return (
    <DataTable
      loading={pages.isPending}
      refreshing={pages.isPlaceholderData}
      hasMore={pages.hasNextPage}
      onLoadMore={() => void pages.fetchNextPage()}
      loadingMore={pages.isFetchingNextPage}
      error={errorOf(pages.error, () => void pages.refetch())}
      {...table}
    />
  );
}
