import type { Metadata } from "next";
import { deadJobPages, jobQueues } from "../../../../features/jobs/reads.ts";
import { JobsSettings } from "../../../../features/jobs/settings-screen.tsx";
import { Prefetched } from "../../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Jobs" };

export default function Page() {
  return (
    <Prefetched reads={[deadJobPages(), jobQueues()]}>
      <JobsSettings />
    </Prefetched>
  );
}
