import type { Metadata } from "next";
import { workspaceById } from "../../../../features/workspaces/reads.ts";
import { WorkspaceSettings } from "../../../../features/workspaces/settings-screen.tsx";
import { requireCaller } from "../../../../server/caller.ts";
import { Prefetched } from "../../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Workspace" };

export default async function Page() {
  const { context } = await requireCaller();
  return (
    <Prefetched reads={[workspaceById(context.workspaceId)]}>
      <WorkspaceSettings />
    </Prefetched>
  );
}
