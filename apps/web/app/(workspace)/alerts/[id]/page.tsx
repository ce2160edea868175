import type { Metadata } from "next";
import { AlertDetail } from "../../../../features/alerts/detail-screen.tsx";
import { alertById, alertHistory } from "../../../../features/alerts/reads.ts";
import { Prefetched } from "../../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Alert" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Prefetched reads={[alertById(id), alertHistory(id)]}>
      <AlertDetail id={id} />
    </Prefetched>
  );
}
