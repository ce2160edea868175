"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { LlmRoute } from "@triops/domains/llm-routes/schemas";
import { Card } from "@triops/ui/card";
import { type Column, DataTable } from "@triops/ui/data-table";
import { TextLink } from "@triops/ui/text-link";
import { formatValue } from "@triops/ui/units";
import { paths } from "../../shell/paths.ts";
import { RouteState } from "../llm-routes/columns.tsx";
import { routePages } from "../llm-routes/reads.ts";

type Row = LlmRoute & { mine: LlmRoute["targets"] };

const columns: readonly Column<Row>[] = [
  {
    id: "name",
    header: "Route",
    primary: true,
    cell: (row) => (
      <TextLink href={paths.route(row.id)} className="truncate">
        {row.name}
      </TextLink>
    ),
  },
  { id: "state", header: "State", widthPx: 130, cell: (row) => <RouteState route={row} /> },
  {
    id: "asked",
    header: "Asks it for",
    cell: (row) => (
      <span className="truncate tabular-nums">
        {row.mine
          .map(({ model, tier, weight }) =>
            tier === 0 ? `${model} ${formatValue(weight, "percent")}` : `${model} as fallback ${tier}`,
          )
          .join(", ")}
      </span>
    ),
  },
];

/** Which routes send calls to it, and for what. */
export function RoutesCard({ providerId }: { providerId: string }) {
  const pages = useInfiniteQuery(routePages({ providerId }));
  const rows = (pages.data?.pages.flatMap((page) => page.data) ?? []).map((row) => ({
    ...row,
    mine: row.targets.filter((target) => target.providerId === providerId),
  }));
  return (
    <Card title="Routes that ask it" flush>
      {pages.data && rows.length === 0 ? (
        <p className="px-3 py-4 text-body text-ink-3">
          No route yet: <TextLink href={paths.newRoute()}>make one</TextLink>, so that programs can ask it.
        </p>
      ) : (
        <DataTable
          caption="Routes that ask it"
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          loading={pages.isPending}
          hasMore={pages.hasNextPage}
          onLoadMore={() => void pages.fetchNextPage()}
          rowKeys={false}
        />
      )}
    </Card>
  );
}
