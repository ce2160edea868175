import type { Metadata } from "next";
import { ProviderDetail } from "../../../../../features/llm-providers/detail-screen.tsx";
import { providerById, providerHealth } from "../../../../../features/llm-providers/reads.ts";
import { Prefetched } from "../../../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Provider" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Prefetched reads={[providerById(id), providerHealth([id])]}>
      <ProviderDetail id={id} />
    </Prefetched>
  );
}
