"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { SkeletonRows } from "@triops/ui/skeleton";
import { Time } from "@triops/ui/time";
import { errorOf } from "../../data/screen-states.tsx";
import { versionHistory } from "./reads.ts";
import { differences, verbText } from "./words.ts";

/** Who changed what, from the audit log, newest first. */
export function HistoryCard({ id }: { id: string }) {
  const pages = useInfiniteQuery(versionHistory(id));
  const entries = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const fault = pages.data ? undefined : errorOf(pages.error, () => void pages.refetch());
  return (
    <Card title="History">
      {fault ?? (pages.isPending && <SkeletonRows rows={3} label="Loading its history" />)}
      {pages.data && entries.length === 0 && (
        <p className="text-body text-ink-3">Nothing has happened to it.</p>
      )}
      <ol className="flex flex-col gap-3">
        {entries.map((entry) => (
          <li key={entry.id} className="text-body text-ink-2">
            <span className="font-medium text-ink-1">
              {entry.actorKind === "system" ? "Triops" : entry.actorName}
            </span>{" "}
            {verbText(entry.verb)} <Time at={entry.at} className="text-dense text-ink-3" />
            <ul className="mt-0.5 flex flex-col">
              {differences(entry.before, entry.after)
                .slice(0, 6)
                .map((line) => (
                  <li key={line} className="break-all font-mono text-dense text-ink-3">
                    {line}
                  </li>
                ))}
            </ul>
          </li>
        ))}
      </ol>
      {pages.hasNextPage && (
        <Button variant="ghost" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          Show earlier
        </Button>
      )}
    </Card>
  );
}
