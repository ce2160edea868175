import type { Metadata } from "next";
import { floorToMove } from "../../../../data/page-time.ts";
import { readFilters } from "../../../../features/metrics/filter-text.ts";
import { metricNames } from "../../../../features/metrics/reads.ts";
import { newDraft } from "../../../../features/monitors/draft.ts";
import { MonitorForm } from "../../../../features/monitors/form-screen.tsx";
import { watchedQuery } from "../../../../features/monitors/watched-query.ts";
import { Prefetched } from "../../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "New monitor" };

type Search = {
  metric?: string;
  filters?: string;
  groupBy?: string;
  aggregate?: string;
  combine?: string;
  promql?: string;
};

export default async function Page({ searchParams }: { searchParams: Promise<Search> }) {
  const { metric, filters, groupBy, aggregate, combine, promql } = await searchParams;
  const nowMs = floorToMove(Date.now());
  const draft = newDraft({
    ...(promql ? { query: watchedQuery(promql) } : {}),
    ...(metric ? { metric } : {}),
    ...(aggregate ? { aggregate } : {}),
    filters: readFilters(filters),
    combine: combine === "true",
    groupBy: groupBy ? groupBy.split(",").filter(Boolean) : [],
  });
  return (
    <Prefetched reads={[metricNames({ fromMs: nowMs - 86_400_000, toMs: nowMs })]}>
      <MonitorForm initial={draft} nowMs={nowMs} />
    </Prefetched>
  );
}
