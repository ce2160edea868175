import type { Metadata } from "next";
import { floorToMove } from "../../../data/page-time.ts";
import { LogsScreen } from "../../../features/logs/logs-screen.tsx";
import { logFacets, logHistogram, logPages } from "../../../features/logs/reads.ts";
import { Prefetched } from "../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Logs" };

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function Page({ searchParams }: { searchParams: Search }) {
  const nowMs = floorToMove(Date.now());
  const given = await searchParams;
  const q = typeof given.q === "string" ? given.q : "";
  const span = { fromMs: nowMs - 3_600_000, toMs: nowMs };
  // Another range or view is asked for by the browser.
  const isUsual = !given.from && !given.range && !given.columns && !given.view;
  const reads = isUsual ? [logPages({ q }, span), logHistogram(q, span), logFacets(q, span)] : [];
  return (
    <Prefetched reads={reads}>
      <LogsScreen nowMs={nowMs} />
    </Prefetched>
  );
}
