import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { floorToMove } from "../../data/page-time.ts";
import { alertPages } from "../../features/alerts/reads.ts";
import { incidentPages } from "../../features/incidents/reads.ts";
import { metricRange, metricSources } from "../../features/metrics/reads.ts";
import { monitorPages } from "../../features/monitors/reads.ts";
import { hostCharts } from "../../features/overview/host-questions.ts";
import { Overview } from "../../features/overview/overview-screen.tsx";
import { plainFilters, servicePages } from "../../features/services/reads.ts";
import { MlflowAddressFollower } from "../../features/training/mlflow-address-follower.tsx";
import { welcomedCookie } from "../../features/welcome/welcomed-cookie.ts";
import { requireMe } from "../../server/caller.ts";
import { Prefetched } from "../../server/prefetch.tsx";
import { paths } from "../../shell/paths.ts";

export const metadata: Metadata = { title: "Overview" };

export default async function Page() {
  await welcomeNewOwner();
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
        servicePages(plainFilters, span),
        ...charts,
      ]}
    >
      <MlflowAddressFollower />
      <Overview nowMs={nowMs} />
    </Prefetched>
  );
}

/** The owner of the installation begins at the welcome page, once in each browser. */
async function welcomeNewOwner(): Promise<void> {
  const { role, workspace } = await requireMe();
  if (role === "owner" && workspace.operator && !(await cookies()).has(welcomedCookie))
    redirect(paths.welcome());
}
