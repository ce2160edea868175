import type { Metadata } from "next";
import { scrapeJobs, targetList } from "../../../../features/targets/reads.ts";
import { Targets } from "../../../../features/targets/targets-screen.tsx";
import { Prefetched } from "../../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Scrape targets" };

export default function Page() {
  return (
    <Prefetched reads={[scrapeJobs(), targetList({})]}>
      <Targets />
    </Prefetched>
  );
}
