import type { Metadata } from "next";
import { floorToMove } from "../../../data/page-time.ts";
import { metricNames, metricSources } from "../../../features/metrics/reads.ts";
import { monitorPages } from "../../../features/monitors/reads.ts";
import { MlflowAddressFollower } from "../../../features/training/mlflow-address-follower.tsx";
import { Welcome } from "../../../features/welcome/welcome-screen.tsx";
import { Prefetched } from "../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Welcome" };

export default function Page() {
  const nowMs = floorToMove(Date.now());
  const span = { fromMs: nowMs - 3_600_000, toMs: nowMs };
  return (
    <Prefetched reads={[metricNames(span), metricSources(span), monitorPages({})]}>
      <MlflowAddressFollower />
      <Welcome nowMs={nowMs} />
    </Prefetched>
  );
}
