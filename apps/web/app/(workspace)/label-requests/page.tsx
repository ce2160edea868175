import type { Metadata } from "next";
import { RequestQueue } from "../../../features/label-requests/queue-screen.tsx";
import { labelRequestPages } from "../../../features/label-requests/reads.ts";
import { Prefetched } from "../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Label requests" };

export default function Page() {
  return (
    <Prefetched reads={[labelRequestPages({ state: "open" })]}>
      <RequestQueue />
    </Prefetched>
  );
}
