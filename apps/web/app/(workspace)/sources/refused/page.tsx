import type { Metadata } from "next";
import { refusedPages } from "../../../../features/sources/reads.ts";
import { Refused } from "../../../../features/sources/refused-screen.tsx";
import { Prefetched } from "../../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Refused" };

export default function Page() {
  return (
    <Prefetched reads={[refusedPages({})]}>
      <Refused />
    </Prefetched>
  );
}
