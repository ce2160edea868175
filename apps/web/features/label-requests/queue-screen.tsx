"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { requestStates } from "@triops/domains/label-requests/rules";
import { Button, ButtonLink } from "@triops/ui/button";
import { EmptyFilter, EmptyNever } from "@triops/ui/data-states";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { Select } from "@triops/ui/select";
import { ShieldCheck } from "lucide-react";
import { useRouter } from "next/navigation";
import { parseAsString, useQueryState } from "nuqs";
import { useMe } from "../../data/me.tsx";
import { PagedTable } from "../../data/paged-table.tsx";
import { queueAnswer } from "../../data/request-queue.ts";
import { paths } from "../../shell/paths.ts";
import { PromptsTabs } from "../prompts/prompts-tabs.tsx";
import { requestColumns } from "./columns.tsx";
import { labelRequestPages } from "./reads.ts";
import { stateLabel } from "./words.ts";

const stateOptions = [
  { value: "open", label: "Open" },
  ...requestStates.map((value) => ({ value: value as string, label: stateLabel[value] })),
  { value: "all", label: "All states" },
];

/** Everything that waits for a decision, and what was decided. */
export function RequestQueue() {
  const router = useRouter();
  const { memberId, webUrl } = useMe();
  const [state, setState] = useQueryState("state", parseAsString.withDefault("open"));
  const pages = useInfiniteQuery(labelRequestPages({ state: state === "all" ? "" : state }));
  const rows = pages.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <>
      <PageHeader
        title="Label requests"
        answer={state === "open" && pages.data ? queueAnswer(rows, pages.hasNextPage, memberId) : undefined}
        tabs={<PromptsTabs active="requests" />}
      />
      <PageBody className="pt-4">
        <Select
          aria-label="State"
          options={stateOptions}
          value={state}
          onValueChange={(next) => void setState(next)}
          className="w-52"
        />
        <PagedTable
          caption="Label requests"
          columns={requestColumns}
          rows={rows}
          rowKey={(row) => row.id}
          onRowOpen={(row) => router.push(paths.labelRequest(row.id))}
          pages={pages}
          empty={
            state === "open" ? (
              <EmptyNever
                title="Nothing waits for a decision"
                icon={<ShieldCheck aria-hidden="true" />}
                snippet={{ label: "Ask for a label by API", code: askSnippet(webUrl) }}
                actions={
                  <>
                    <ButtonLink href={paths.prompts()}>Open the prompts</ButtonLink>
                    <Button onClick={() => void setState("all")}>Show past requests</Button>
                  </>
                }
              >
                A protected label moves when somebody asks, the checks pass, and somebody else approves. Ask
                in the versions of a prompt, or from a pipeline:
              </EmptyNever>
            ) : (
              <EmptyFilter
                title="No request is in this state"
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
    `curl ${webUrl}/api/v1/label-requests \\`,
    '  -H "authorization: Bearer $TRIOPS_API_KEY" -H "content-type: application/json" \\',
    `  -d '{"promptId": "<id of the prompt>", "label": "production", "version": 2, "reason": "fewer turns in the playground"}'`,
  ].join("\n");
