import type { Metadata } from "next";
import { ModelScreen } from "../../../../../features/training/model-screen.tsx";
import { loggedModelById } from "../../../../../features/training/reads.ts";
import { Prefetched } from "../../../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Logged model" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Prefetched reads={[loggedModelById(id)]}>
      <ModelScreen id={id} />
    </Prefetched>
  );
}
