import type { Metadata } from "next";
import { llmTraceById } from "../../../../features/llm-traces/reads.ts";
import { LlmTraceScreen } from "../../../../features/llm-traces/trace-screen.tsx";
import { Prefetched } from "../../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "LLM trace" };

type Props = {
  params: Promise<{ traceId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function Page({ params, searchParams }: Props) {
  const { traceId } = await params;
  const { at } = await searchParams;
  return (
    <Prefetched reads={[llmTraceById(traceId, typeof at === "string" ? at : null)]}>
      <LlmTraceScreen traceId={traceId} />
    </Prefetched>
  );
}
