import type { Metadata } from "next";
import { SilenceList } from "../../../../features/silences/list-screen.tsx";
import { silencePages } from "../../../../features/silences/reads.ts";
import { Prefetched } from "../../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Silences" };

export default function Page() {
  return (
    <Prefetched reads={[silencePages({ state: "current" })]}>
      <SilenceList />
    </Prefetched>
  );
}
