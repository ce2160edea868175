import type { Metadata } from "next";
import { ModelDetail } from "../../../../features/models/detail-screen.tsx";
import { modelByName } from "../../../../features/models/reads.ts";
import { Prefetched } from "../../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Model" };

export default async function Page({ params }: { params: Promise<{ name: string }> }) {
  const name = decodeURIComponent((await params).name);
  return (
    <Prefetched reads={[modelByName(name)]}>
      <ModelDetail name={name} />
    </Prefetched>
  );
}
