import type { Metadata } from "next";
import { routePages } from "../../../features/llm-routes/reads.ts";
import { Playground } from "../../../features/playground/screen.tsx";
import { Prefetched } from "../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Playground" };

export default function Page() {
  return (
    <Prefetched reads={[routePages({})]}>
      <Playground />
    </Prefetched>
  );
}
