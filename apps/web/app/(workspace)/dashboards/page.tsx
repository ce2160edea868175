import type { Metadata } from "next";
import { DashboardList } from "../../../features/dashboards/list-screen.tsx";
import { dashboardFacets, dashboardPages, dashboardStarters } from "../../../features/dashboards/reads.ts";
import { Prefetched } from "../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Dashboards" };

export default function Page() {
  return (
    <Prefetched reads={[dashboardPages({}), dashboardFacets(), dashboardStarters()]}>
      <DashboardList />
    </Prefetched>
  );
}
