import type { Metadata } from "next";
import { floorToMove } from "../../../../../data/page-time.ts";
import { KeyDetail } from "../../../../../features/virtual-keys/detail-screen.tsx";
import { keyById } from "../../../../../features/virtual-keys/reads.ts";
import { Prefetched } from "../../../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Virtual key" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Prefetched reads={[keyById(id)]}>
      <KeyDetail id={id} nowMs={floorToMove(Date.now())} />
    </Prefetched>
  );
}
