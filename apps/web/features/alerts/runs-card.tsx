"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Alert } from "@triops/domains/alerts/schemas";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { TextLink } from "@triops/ui/text-link";
import { Elapsed, Time } from "@triops/ui/time";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { AlertState } from "./columns.tsx";
import { alertRuns } from "./reads.ts";

const endWords: Readonly<Record<string, string>> = {
  told: "over, as was told",
  lapsed: "no longer claimed",
  hand: "ended by hand",
  recovered: "recovered",
  retired: "its monitor went",
};

/** When the same thing was claimed before: same labels, other times. */
export function RunsCard({ alert }: { alert: Alert }) {
  const runs = useInfiniteQuery(alertRuns(alert.fingerprint));
  const fault = errorOf(runs.error, () => void runs.refetch());
  const others = (runs.data?.pages.flatMap((page) => page.data) ?? []).filter((run) => run.id !== alert.id);
  return (
    <Card
      title="Other times it was open"
      aside={others.length > 0 ? `${others.length}${runs.hasNextPage ? "+" : ""}` : undefined}
    >
      {fault ??
        (others.length === 0 ? (
          <p className="text-body text-ink-3">This is the only time that is known.</p>
        ) : (
          <ul className="flex flex-col gap-1.5 text-body">
            {others.map((run) => (
              <li key={run.id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <AlertState state={run.state} silenced={run.silenced} />
                <TextLink href={paths.alert(run.id)}>
                  <Time at={run.openedAt} format="absolute" />
                </TextLink>
                <span className="text-ink-2">
                  for <Elapsed from={run.openedAt} to={run.resolvedAt} />
                </span>
                {run.ended && <span className="text-ink-3">{endWords[run.ended]}</span>}
              </li>
            ))}
          </ul>
        ))}
      {runs.hasNextPage && (
        <Button variant="ghost" loading={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>
          Show earlier
        </Button>
      )}
    </Card>
  );
}
