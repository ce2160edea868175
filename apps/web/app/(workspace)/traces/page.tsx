import type { Metadata } from "next";
import { floorToMove } from "../../../data/page-time.ts";
import { TraceList } from "../../../features/traces/list-screen.tsx";
import { traceFacets, traceLatency, tracePages } from "../../../features/traces/reads.ts";
import { Prefetched } from "../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Traces" };

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function Page({ searchParams }: { searchParams: Search }) {
  const nowMs = floorToMove(Date.now());
  const given = await searchParams;
  const question = {
    q: typeof given.q === "string" ? given.q : "",
    fromMs: nowMs - 3_600_000,
    toMs: nowMs,
  };
  // Another range or order is asked for by the browser.
  const isUsual = !given.from && !given.range && !given.order;
  const reads = isUsual ? [tracePages(question), traceLatency(question), traceFacets(question)] : [];
  return (
    <Prefetched reads={reads}>
      <TraceList nowMs={nowMs} />
    </Prefetched>
  );
}
