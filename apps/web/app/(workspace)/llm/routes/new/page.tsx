import type { Metadata } from "next";
import { providerPages } from "../../../../../features/llm-providers/reads.ts";
import { NewRoute } from "../../../../../features/llm-routes/form-screen.tsx";
import { Prefetched } from "../../../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "New route" };

export default function Page() {
  return (
    <Prefetched reads={[providerPages({})]}>
      <NewRoute />
    </Prefetched>
  );
}
