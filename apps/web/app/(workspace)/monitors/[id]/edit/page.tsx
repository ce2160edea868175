import type { Metadata } from "next";
import { floorToMove } from "../../../../../data/page-time.ts";
import { MonitorEdit } from "../../../../../features/monitors/edit-screen.tsx";
import { monitorById } from "../../../../../features/monitors/reads.ts";
import { Prefetched } from "../../../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Edit monitor" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Prefetched reads={[monitorById(id)]}>
      <MonitorEdit id={id} nowMs={floorToMove(Date.now())} />
    </Prefetched>
  );
}
