import type { Metadata } from "next";
import { floorToMove } from "../../../../../data/page-time.ts";
import { RouteDetail } from "../../../../../features/llm-routes/detail-screen.tsx";
import { routeBreakers, routeById } from "../../../../../features/llm-routes/reads.ts";
import { Prefetched } from "../../../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Route" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Prefetched reads={[routeById(id), routeBreakers(id)]}>
      <RouteDetail id={id} nowMs={floorToMove(Date.now())} />
    </Prefetched>
  );
}
