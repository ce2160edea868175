import type { Metadata } from "next";
import { floorToMove } from "../../../data/page-time.ts";
import { MetricsExplorer } from "../../../features/metrics/explorer-screen.tsx";
import { metricNames } from "../../../features/metrics/reads.ts";
import { Prefetched } from "../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Metrics" };

export default function Page() {
  const nowMs = floorToMove(Date.now());
  return (
    <Prefetched reads={[metricNames({ fromMs: nowMs - 3_600_000, toMs: nowMs })]}>
      <MetricsExplorer nowMs={nowMs} />
    </Prefetched>
  );
}
