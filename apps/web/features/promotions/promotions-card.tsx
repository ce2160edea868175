"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Card } from "@triops/ui/card";
import { DataTable } from "@triops/ui/data-table";
import { useRouter } from "next/navigation";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { promotionColumns } from "./columns.tsx";
import { promotionPages } from "./reads.ts";

/** What was asked for in this model, and how it ended. */
export function PromotionsCard({ modelId }: { modelId: string }) {
  const router = useRouter();
  const pages = useInfiniteQuery(promotionPages({ modelId }));
  const rows = pages.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Card title="Promotions" flush>
      <DataTable
        caption="Promotions of the model"
        columns={promotionColumns}
        rows={rows}
        rowKey={(row) => row.id}
        onRowOpen={(row) => router.push(paths.promotion(row.id))}
        loading={pages.isPending}
        hasMore={pages.hasNextPage}
        onLoadMore={() => void pages.fetchNextPage()}
        loadingMore={pages.isFetchingNextPage}
        error={pages.data ? undefined : errorOf(pages.error, () => void pages.refetch())}
        maxHeight="none"
        rowKeys={false}
        empty={
          <p className="p-3 text-body text-ink-3">Nobody has asked for a promotion of a version of it.</p>
        }
      />
    </Card>
  );
}
