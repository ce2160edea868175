import type { Metadata } from "next";
import { floorToMove } from "../../../data/page-time.ts";
import { plainFilters, serviceMap, servicePages, serviceSummary } from "../../../features/services/reads.ts";
import { Services } from "../../../features/services/screen.tsx";
import { Prefetched } from "../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Services" };

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function Page({ searchParams }: { searchParams: Search }) {
  const nowMs = floorToMove(Date.now());
  const given = await searchParams;
  const span = { fromMs: nowMs - 3_600_000, toMs: nowMs };
  // Another range or filter is asked for by the browser.
  const isUsual = !given.from && !given.range && !given.search && !given.state && !given.tier && !given.focus;
  const main = given.view === "map" ? serviceMap(span) : servicePages(plainFilters, span);
  return (
    <Prefetched reads={isUsual ? [serviceSummary(span), main] : []}>
      <Services nowMs={nowMs} />
    </Prefetched>
  );
}
