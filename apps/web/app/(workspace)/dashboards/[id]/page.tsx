import type { Metadata } from "next";
import { floorToMove } from "../../../../data/page-time.ts";
import { newId, starterKeyOf } from "../../../../features/dashboards/addresses.ts";
import { DashboardScreen } from "../../../../features/dashboards/dashboard-screen.tsx";
import { dashboardById, dashboardStarter } from "../../../../features/dashboards/reads.ts";
import { Prefetched } from "../../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Dashboard" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const starter = starterKeyOf(id);
  const reads = id === newId ? [] : [starter ? dashboardStarter(starter) : dashboardById(id)];
  return (
    <Prefetched reads={reads}>
      <DashboardScreen id={id} nowMs={floorToMove(Date.now())} />
    </Prefetched>
  );
}
