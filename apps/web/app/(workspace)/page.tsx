import type { Metadata } from "next";
import { floorToMove } from "../../data/page-time.ts";
import { alertPages } from "../../features/alerts/reads.ts";
import { incidentPages } from "../../features/incidents/reads.ts";
import { metricRange, metricSources } from "../../features/metrics/reads.ts";
import { monitorPages } from "../../features/monitors/reads.ts";
import { hostCharts } from "../../features/overview/host-charts.tsx";
import { Overview } from "../../features/overview/overview-screen.tsx";
import { Prefetched } from "../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Overview" };

export default function Page() {
  const nowMs = floorToMove(Date.now());
  const span = { fromMs: nowMs - 3_600_000, toMs: nowMs };
  const charts = hostCharts.map(({ question }) => metricRange(question, span));
  return (
    <Prefetched
      reads={[
        incidentPages({ state: "active" }),
        alertPages({ state: "open" }),
        monitorPages({}),
        metricSources(span),
        ...charts,
      ]}
    >
      <Overview nowMs={nowMs} />
    </Prefetched>
  );
}
