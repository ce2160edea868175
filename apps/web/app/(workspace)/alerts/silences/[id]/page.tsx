import type { Metadata } from "next";
import { SilenceDetail } from "../../../../../features/silences/detail-screen.tsx";
import { silenceById } from "../../../../../features/silences/reads.ts";
import { Prefetched } from "../../../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Silence" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Prefetched reads={[silenceById(id)]}>
      <SilenceDetail id={id} />
    </Prefetched>
  );
}
