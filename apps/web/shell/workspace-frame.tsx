"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Notice } from "@triops/ui/data-states";
import type { ReactNode } from "react";
import { useLiveState } from "../data/live.tsx";
import { useMe } from "../data/me.tsx";
import { alertPages } from "../features/alerts/reads.ts";
import { incidentPages } from "../features/incidents/reads.ts";
import { AppFrame } from "./app-frame.tsx";
import { useSearchResults } from "./use-search-results.ts";

/** The frame filled with who is looking, what is open now, and search. */
export function WorkspaceFrame({ children }: { children: ReactNode }) {
  const me = useMe();
  const live = useLiveState();
  const search = useSearchResults();
  const incidents = useInfiniteQuery(incidentPages({ state: "active" }));
  const alerts = useInfiniteQuery(alertPages({ state: "open" }));
  const count = (pages: { data: unknown[] }[] | undefined) => pages?.[0]?.data.length ?? 0;
  const signOut = async () => {
    const { auth } = await import("../data/auth-client.ts");
    await auth.signOut();
    window.location.assign("/sign-in");
  };
  const changeWorkspace = (id: string) => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
    document.cookie = `triops-workspace=${id}; path=/; max-age=31536000; samesite=lax`;
    window.location.assign("/");
  };
  return (
    <AppFrame
      workspace={me.workspace}
      workspaces={me.workspaces}
      onWorkspaceChange={changeWorkspace}
      user={{ name: me.name, email: me.email, role: me.role }}
      onSignOut={() => void signOut()}
      counts={{ incidents: count(incidents.data?.pages), alerts: count(alerts.data?.pages) }}
      results={search.results}
      onSearchChange={search.setText}
      searching={search.searching}
      banner={
        <>
          {me.workspace.demonstration && (
            <Notice tone="info" className="m-3 mb-0">
              This workspace holds made-up data for demonstration.
            </Notice>
          )}
          {live === "away" && (
            <Notice tone="warning" role="status" className="m-3 mb-0">
              Live updates are interrupted; trying again. What you see may be old.
            </Notice>
          )}
        </>
      }
    >
      {children}
    </AppFrame>
  );
}
