import type { Metadata } from "next";
import { floorToMove } from "../../../data/page-time.ts";
import { sourceList, sourceUsage } from "../../../features/sources/reads.ts";
import { Senders } from "../../../features/sources/senders-screen.tsx";
import { Prefetched } from "../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Sources" };

export default function Page() {
  const nowMs = floorToMove(Date.now());
  return (
    <Prefetched reads={[sourceList({ fromMs: nowMs - 3_600_000, toMs: nowMs }), sourceUsage()]}>
      <Senders nowMs={nowMs} />
    </Prefetched>
  );
}
