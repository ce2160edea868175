import type { Metadata } from "next";
import { IncidentList } from "../../../features/incidents/list-screen.tsx";
import { incidentPages } from "../../../features/incidents/reads.ts";
import { Prefetched } from "../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Incidents" };

export default function Page() {
  return (
    <Prefetched reads={[incidentPages({ state: "active" })]}>
      <IncidentList />
    </Prefetched>
  );
}
