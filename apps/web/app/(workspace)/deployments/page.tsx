import type { Metadata } from "next";
import { DeploymentList } from "../../../features/deployments/list-screen.tsx";
import { deploymentPages } from "../../../features/deployments/reads.ts";
import { Prefetched } from "../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Deployments" };

export default function Page() {
  return (
    <Prefetched reads={[deploymentPages({ search: "" })]}>
      <DeploymentList />
    </Prefetched>
  );
}
