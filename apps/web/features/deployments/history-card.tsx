"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { blockedBecause } from "@triops/domains/deployments/rules";
import type { Deployment, Revision } from "@triops/domains/deployments/schemas";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { ConfirmDialog } from "@triops/ui/dialog";
import { Time } from "@triops/ui/time";
import { useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { errorOf } from "../../data/screen-states.tsx";
import { deploymentRevisions } from "./reads.ts";
import { revisionLabel, routingText } from "./words.ts";

/** Everything it ever was, newest first; each a place to go back to. */
export function HistoryCard({ deployment }: { deployment: Deployment }) {
  const pages = useInfiniteQuery(deploymentRevisions(deployment.id));
  const change = useChange("deployments");
  const mayWrite = useRefusal("deployments:write");
  const [chosen, setChosen] = useState<Revision | null>(null);
  const rows = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const rolling = deployment.rolloutId !== null ? blockedBecause.route(deployment) : null;
  return (
    <Card title="History">
      {pages.data ? undefined : errorOf(pages.error, () => void pages.refetch())}
      <ol className="flex flex-col gap-3">
        {rows.map((row) => (
          <li key={row.id} className="min-w-0 text-body">
            <div className="flex items-baseline justify-between gap-2">
              <p className="min-w-0 font-medium text-ink-1">
                <span className="text-ink-3 tabular-nums">{row.revision}</span> {revisionLabel[row.kind]}
              </p>
              {row.revision !== deployment.revision && (
                <Button
                  size="sm"
                  variant="ghost"
                  aria-label={`Back to it: revision ${row.revision}`}
                  disabledReason={mayWrite ?? rolling ?? undefined}
                  onClick={() => setChosen(row)}
                >
                  Back to it
                </Button>
              )}
            </div>
            <p className="break-words text-dense text-ink-2">{routingText(row.variants)}</p>
            <p className="break-words text-dense text-ink-3">
              {row.actorKind === "system" ? "Triops" : row.actorName}, <Time at={row.at} />
              {row.reason && `: ${row.reason}`}
            </p>
          </li>
        ))}
      </ol>
      {pages.hasNextPage && (
        <Button variant="ghost" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          Show earlier
        </Button>
      )}
      <ConfirmDialog
        open={chosen !== null}
        onOpenChange={(open) => !open && setChosen(null)}
        title={`Go back to revision ${chosen?.revision ?? ""}?`}
        confirmLabel="Go back to it"
        danger={false}
        pending={change.isPending}
        onConfirm={() => {
          if (!chosen) return;
          change.mutate({
            path: `/deployments/${deployment.id}/roll-back`,
            body: { revision: chosen.revision },
            done: `As in revision ${chosen.revision} again`,
            onDone: () => setChosen(null),
          });
        }}
      >
        Then: {chosen && routingText(chosen.variants)}. It takes effect within a second on all gateways.
      </ConfirmDialog>
    </Card>
  );
}
