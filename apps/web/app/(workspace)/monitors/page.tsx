import type { Metadata } from "next";
import { MonitorList } from "../../../features/monitors/list-screen.tsx";
import { monitorPages } from "../../../features/monitors/reads.ts";
import { Prefetched } from "../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Monitors" };

export default function Page() {
  return (
    <Prefetched reads={[monitorPages({})]}>
      <MonitorList />
    </Prefetched>
  );
}
