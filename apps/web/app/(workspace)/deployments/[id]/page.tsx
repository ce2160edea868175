import type { Metadata } from "next";
import { floorToMove } from "../../../../data/page-time.ts";
import { DeploymentDetail } from "../../../../features/deployments/detail-screen.tsx";
import { deploymentById, deploymentRevisions, rolloutsOf } from "../../../../features/deployments/reads.ts";
import { Prefetched } from "../../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Deployment" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Prefetched reads={[deploymentById(id), rolloutsOf(id), deploymentRevisions(id)]}>
      <DeploymentDetail id={id} nowMs={floorToMove(Date.now())} />
    </Prefetched>
  );
}
