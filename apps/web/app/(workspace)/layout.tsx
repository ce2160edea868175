import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { LiveProvider } from "../../data/live.tsx";
import { MeProvider } from "../../data/me.tsx";
import { DataProvider } from "../../data/providers.tsx";
import { requireMe } from "../../server/caller.ts";
import { WorkspaceFrame } from "../../shell/workspace-frame.tsx";

/** Everything behind sign-in. Pages check for themselves too: a layout is not a guard. */
export default async function WorkspaceLayout({ children }: { children: ReactNode }) {
  const me = await requireMe();
  return (
    <NuqsAdapter>
      <DataProvider>
        <MeProvider me={me}>
          <LiveProvider>
            <WorkspaceFrame>{children}</WorkspaceFrame>
          </LiveProvider>
        </MeProvider>
      </DataProvider>
    </NuqsAdapter>
  );
}
