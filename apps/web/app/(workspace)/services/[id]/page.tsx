import type { Metadata } from "next";
import { floorToMove } from "../../../../data/page-time.ts";
import { memberList } from "../../../../features/members/reads.ts";
import { ServiceDetail } from "../../../../features/services/detail-screen.tsx";
import {
  serviceById,
  serviceDependencies,
  serviceOperations,
  serviceSignals,
} from "../../../../features/services/reads.ts";
import { Prefetched } from "../../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Service" };

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function Page({ params, searchParams }: Props) {
  const [{ id }, given] = await Promise.all([params, searchParams]);
  const nowMs = floorToMove(Date.now());
  const span = { fromMs: nowMs - 3_600_000, toMs: nowMs };
  const operation = typeof given.operation === "string" ? given.operation : "";
  // Another range is asked for by the browser.
  const isUsual = !given.from && !given.range;
  const reads = isUsual
    ? [
        serviceById(id, span),
        serviceSignals(id, span, operation),
        serviceOperations(id, span),
        serviceDependencies(id, span),
      ]
    : [];
  return (
    <Prefetched reads={[...reads, memberList()]}>
      <ServiceDetail id={id} nowMs={nowMs} />
    </Prefetched>
  );
}
