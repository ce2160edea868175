"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { EmptyNever } from "@triops/ui/data-states";
import { DataTable } from "@triops/ui/data-table";
import { Package } from "lucide-react";
import { useRouter } from "next/navigation";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { modelColumns } from "./model-columns.tsx";
import { loggedModelPages } from "./reads.ts";

const logModel = {
  label: "A model with its signature",
  code: [
    "import mlflow",
    "from mlflow.models import infer_signature",
    'mlflow.sklearn.log_model(model, name="model", signature=infer_signature(X, model.predict(X)))',
  ].join("\n"),
};

/** Models that runs logged, registered or not. */
export function ModelsView({ experimentIds, runId }: { experimentIds?: string; runId?: string }) {
  const router = useRouter();
  const pages = useInfiniteQuery(
    loggedModelPages({ ...(experimentIds && { experimentIds }), ...(runId && { runId }) }),
  );
  const rows = pages.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <DataTable
      caption="Logged models"
      columns={modelColumns}
      rows={rows}
      rowKey={(row) => row.id}
      onRowOpen={(row) => router.push(paths.loggedModel(row.id))}
      loading={pages.isPending}
      refreshing={pages.isPlaceholderData}
      hasMore={pages.hasNextPage}
      onLoadMore={() => void pages.fetchNextPage()}
      loadingMore={pages.isFetchingNextPage}
      error={errorOf(pages.error, () => void pages.refetch())}
      empty={
        <EmptyNever title="No model was logged" icon={<Package aria-hidden="true" />} snippet={logModel}>
          A model logged with its signature can be registered, promoted and deployed from here.
        </EmptyNever>
      }
    />
  );
}
