import type { Metadata } from "next";
import { IncidentDetail } from "../../../../features/incidents/detail-screen.tsx";
import { incidentAlerts, incidentById, timelinePages } from "../../../../features/incidents/reads.ts";
import { memberList } from "../../../../features/members/reads.ts";
import { Prefetched } from "../../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Incident" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Prefetched reads={[incidentById(id), timelinePages(id), incidentAlerts(id), memberList()]}>
      <IncidentDetail id={id} />
    </Prefetched>
  );
}
