import type { Metadata } from "next";
import { ChangeFeed } from "../../../features/changes/feed-screen.tsx";
import { changeFacets, changePages } from "../../../features/changes/reads.ts";
import { Prefetched } from "../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Changes" };

export default function Page() {
  return (
    <Prefetched reads={[changePages({}), changeFacets()]}>
      <ChangeFeed />
    </Prefetched>
  );
}
