import type { Metadata } from "next";
import { MonitorDetail } from "../../../../features/monitors/detail-screen.tsx";
import { monitorById, monitorSeries } from "../../../../features/monitors/reads.ts";
import { Prefetched } from "../../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Monitor" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Prefetched reads={[monitorById(id), monitorSeries(id), monitorSeries(id, "firing")]}>
      <MonitorDetail id={id} />
    </Prefetched>
  );
}
