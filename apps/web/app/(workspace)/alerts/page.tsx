import type { Metadata } from "next";
import { AlertList } from "../../../features/alerts/list-screen.tsx";
import { alertPages, alertSummary } from "../../../features/alerts/reads.ts";
import { Prefetched } from "../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Alerts" };

export default function Page() {
  return (
    <Prefetched reads={[alertPages({ state: "open" }), alertSummary]}>
      <AlertList />
    </Prefetched>
  );
}
