import type { Metadata } from "next";
import { traceById } from "../../../../features/traces/reads.ts";
import { TraceScreen } from "../../../../features/traces/trace-screen.tsx";
import { Prefetched } from "../../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Trace" };

type Props = {
  params: Promise<{ traceId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function Page({ params, searchParams }: Props) {
  const { traceId } = await params;
  const { at } = await searchParams;
  return (
    <Prefetched reads={[traceById(traceId, typeof at === "string" ? at : null)]}>
      <TraceScreen traceId={traceId} />
    </Prefetched>
  );
}
