import type { Metadata } from "next";
import { runById } from "../../../../../features/training/reads.ts";
import { RunScreen } from "../../../../../features/training/run-screen.tsx";
import { Prefetched } from "../../../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Run" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Prefetched reads={[runById(id)]}>
      <RunScreen id={id} />
    </Prefetched>
  );
}
