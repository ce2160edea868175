import type { Metadata } from "next";
import { RequestDetail } from "../../../../features/label-requests/detail-screen.tsx";
import { requestById, requestEvidence, requestTimeline } from "../../../../features/label-requests/reads.ts";
import { Prefetched } from "../../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Label request" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Prefetched reads={[requestById(id), requestEvidence(id), requestTimeline(id)]}>
      <RequestDetail id={id} />
    </Prefetched>
  );
}
