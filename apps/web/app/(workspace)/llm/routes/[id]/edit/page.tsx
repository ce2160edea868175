import type { Metadata } from "next";
import { providerPages } from "../../../../../../features/llm-providers/reads.ts";
import { EditRoute } from "../../../../../../features/llm-routes/form-screen.tsx";
import { routeById } from "../../../../../../features/llm-routes/reads.ts";
import { Prefetched } from "../../../../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Edit route" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Prefetched reads={[routeById(id), providerPages({})]}>
      <EditRoute id={id} />
    </Prefetched>
  );
}
