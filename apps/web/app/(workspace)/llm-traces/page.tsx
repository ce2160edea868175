import type { Metadata } from "next";
import { floorToMove } from "../../../data/page-time.ts";
import { LlmTraceList } from "../../../features/llm-traces/list-screen.tsx";
import { llmFacets, llmTimeline, llmTracePages } from "../../../features/llm-traces/reads.ts";
import { Prefetched } from "../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "LLM traces" };

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function Page({ searchParams }: { searchParams: Search }) {
  const nowMs = floorToMove(Date.now());
  const given = await searchParams;
  const question = {
    q: typeof given.q === "string" ? given.q : "",
    fromMs: nowMs - 3_600_000,
    toMs: nowMs,
  };
  // Another range, order or view is asked for by the browser.
  const isUsual = !given.from && !given.range && !given.order && !given.view;
  const reads = isUsual ? [llmTracePages(question), llmTimeline(question), llmFacets(question)] : [];
  return (
    <Prefetched reads={reads}>
      <LlmTraceList nowMs={nowMs} />
    </Prefetched>
  );
}
