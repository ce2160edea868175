import type { Metadata } from "next";
import { ExperimentsScreen } from "../../../features/training/experiments-screen.tsx";
import { experimentPages } from "../../../features/training/reads.ts";
import { Prefetched } from "../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Training" };

export default function Page() {
  return (
    <Prefetched reads={[experimentPages({ view: "active", search: "" })]}>
      <ExperimentsScreen />
    </Prefetched>
  );
}
