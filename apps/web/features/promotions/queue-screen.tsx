"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, ButtonLink } from "@triops/ui/button";
import { EmptyFilter, EmptyNever } from "@triops/ui/data-states";
import { DataTable } from "@triops/ui/data-table";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { Select } from "@triops/ui/select";
import { ShieldCheck } from "lucide-react";
import { useRouter } from "next/navigation";
import { parseAsString, useQueryState } from "nuqs";
import { useMe } from "../../data/me.tsx";
import { queueAnswer } from "../../data/request-queue.ts";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { promotionColumns } from "./columns.tsx";
import { promotionPages } from "./reads.ts";
import { stateLabel } from "./words.ts";
import { WorkspaceRules } from "./workspace-rules.tsx";

const stateOptions = [
  { value: "open", label: "Open" },
  ...(["waiting", "failed", "approved", "rejected", "bypassed", "cancelled", "expired"] as const).map(
    (value) => ({
      value: value as string,
      label: stateLabel[value],
    }),
  ),
  { value: "all", label: "All states" },
];

/** Everything that waits for a decision, and what was decided. */
export function PromotionQueue() {
  const router = useRouter();
  const { memberId, webUrl } = useMe();
  const [state, setState] = useQueryState("state", parseAsString.withDefault("open"));
  const pages = useInfiniteQuery(promotionPages({ state: state === "all" ? "" : state }));
  const rows = pages.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <>
      <PageHeader
        title="Promotions"
        answer={state === "open" && pages.data ? queueAnswer(rows, pages.hasNextPage, memberId) : undefined}
        actions={<WorkspaceRules />}
      />
      <PageBody>
        <Select
          aria-label="State"
          options={stateOptions}
          value={state}
          onValueChange={(next) => void setState(next)}
          className="w-52"
        />
        <DataTable
          caption="Promotions"
          columns={promotionColumns}
          rows={rows}
          rowKey={(row) => row.id}
          onRowOpen={(row) => router.push(paths.promotion(row.id))}
          loading={pages.isPending}
          refreshing={pages.isPlaceholderData}
          hasMore={pages.hasNextPage}
          onLoadMore={() => void pages.fetchNextPage()}
          loadingMore={pages.isFetchingNextPage}
          error={pages.data ? undefined : errorOf(pages.error, () => void pages.refetch())}
          empty={
            state === "open" ? (
              <EmptyNever
                title="Nothing waits for a decision"
                icon={<ShieldCheck aria-hidden="true" />}
                snippet={{ label: "Ask for a promotion by API", code: askSnippet(webUrl) }}
                actions={
                  <>
                    <ButtonLink href={paths.models()}>Open the registry</ButtonLink>
                    <Button onClick={() => void setState("all")}>Show past requests</Button>
                  </>
                }
              >
                A version becomes champion when somebody asks, its checks pass, and somebody else approves.
                Ask on the page of a version, or from a pipeline:
              </EmptyNever>
            ) : (
              <EmptyFilter
                title="No promotion is in this state"
                onClear={() => void setState(null)}
                clearLabel="Show open"
              />
            )
          }
        />
      </PageBody>
    </>
  );
}

const askSnippet = (webUrl: string): string =>
  [
    `curl ${webUrl}/api/v1/promotions \\`,
    '  -H "authorization: Bearer $TRIOPS_API_KEY" -H "content-type: application/json" \\',
    `  -d '{"modelId": "<id of the model>", "alias": "champion", "version": 2, "reason": "better on new customers"}'`,
  ].join("\n");
