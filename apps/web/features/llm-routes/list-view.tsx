"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { ButtonLink } from "@triops/ui/button";
import { EmptyFilter, EmptyNever } from "@triops/ui/data-states";
import { SearchInput } from "@triops/ui/input";
import { useNow } from "@triops/ui/now";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { Plus, Route } from "lucide-react";
import { useRouter } from "next/navigation";
import { parseAsString, useQueryState } from "nuqs";
import { useMe } from "../../data/me.tsx";
import { floorToMove } from "../../data/page-time.ts";
import { PagedTable } from "../../data/paged-table.tsx";
import { paths } from "../../shell/paths.ts";
import { chargeSums } from "../charges/reads.ts";
import { providerPages } from "../llm-providers/reads.ts";
import { routeColumns } from "./columns.tsx";
import { LlmTabs } from "./llm-tabs.tsx";
import { routePages } from "./reads.ts";
import { javascriptSnippet } from "./snippets.ts";
import { trafficText } from "./words.ts";

const hourMs = 3_600_000;
/** As many routes as one question about charges gives. */
const figuresMax = 200;

export function RouteList() {
  const router = useRouter();
  const now = useNow();
  const { gatewayUrl } = useMe();
  const [search, setSearch] = useQueryState("search", parseAsString.withDefault(""));
  const pages = useInfiniteQuery(routePages({ search }));
  const providers = useInfiniteQuery(providerPages({}));
  const toMs = floorToMove(now);
  const sums = useQuery(chargeSums(["route"], {}, { fromMs: toMs - hourMs, toMs }, figuresMax));
  const found = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const byName = new Map(sums.data?.data.map((row) => [row.group.route ?? "", row]));
  const rows = found.map((row) => ({ ...row, charges: byName.get(row.name) }));
  const noProvider = providers.data?.pages[0]?.data.length === 0;
  const count = `${found.length}${pages.hasNextPage ? "+" : ""} ${found.length === 1 ? "route" : "routes"}`;
  const total = sums.data?.total;
  const traffic = total && { ...total, p95Ms: null };
  const create = (
    <ButtonLink href={paths.newRoute()} variant="primary" icon={<Plus aria-hidden="true" />}>
      New route
    </ButtonLink>
  );
  return (
    <>
      <PageHeader
        title="Routes & keys"
        answer={
          search === "" && pages.data && found.length > 0
            ? `${count}.${traffic ? ` ${trafficText(traffic, "in the last hour")}` : ""}`
            : undefined
        }
        actions={create}
        tabs={<LlmTabs active="routes" />}
      />
      <PageBody className="pt-4">
        <div className="w-full sm:w-64">
          <SearchInput
            label="Search routes"
            value={search}
            onValueChange={(next) => void setSearch(next || null)}
          />
        </div>
        <PagedTable
          caption="Routes"
          columns={routeColumns}
          rows={rows}
          rowKey={(row) => row.id}
          onRowOpen={(row) => router.push(paths.route(row.id))}
          pages={pages}
          empty={
            search !== "" ? (
              <EmptyFilter title="No route is called that" onClear={() => void setSearch(null)} />
            ) : (
              <EmptyNever
                title="No route yet"
                icon={<Route aria-hidden="true" />}
                snippet={{
                  label: "a call through the gateway",
                  code: javascriptSnippet(gatewayUrl, "chat-fast", "<virtual key>"),
                }}
                actions={
                  noProvider ? (
                    <>
                      <ButtonLink
                        variant="primary"
                        href={paths.routes({ view: "providers", add: true })}
                        icon={<Plus aria-hidden="true" />}
                      >
                        Add a provider first
                      </ButtonLink>
                      <ButtonLink href={paths.newRoute()}>New route</ButtonLink>
                    </>
                  ) : (
                    create
                  )
                }
              >
                A route is a model name that your programs ask for, and who answers it: providers that share
                the traffic, others for when they fail, with limits, cache and checks. Programs change their
                base URL and nothing else:
              </EmptyNever>
            )
          }
        />
      </PageBody>
    </>
  );
}
