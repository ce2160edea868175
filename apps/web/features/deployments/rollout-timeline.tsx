"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "@triops/ui/button";
import { Time } from "@triops/ui/time";
import { errorOf } from "../../data/screen-states.tsx";
import { rolloutTimeline } from "./reads.ts";
import { entryLabel } from "./words.ts";

export function RolloutTimeline({ id }: { id: string }) {
  const pages = useInfiniteQuery(rolloutTimeline(id));
  const entries = pages.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <section aria-label="What happened in the rollout" className="border-line-subtle border-t pt-3">
      {pages.data ? undefined : errorOf(pages.error, () => void pages.refetch())}
      <ol className="flex flex-col gap-2">
        {entries.map((entry) => (
          <li key={entry.id} className="text-body text-ink-2">
            <span className="font-medium text-ink-1">{entryLabel[entry.kind]}</span>{" "}
            <span className="text-dense text-ink-3">
              by {entry.actorKind === "system" ? "Triops" : entry.actorName}, <Time at={entry.at} />
            </span>
            {entry.text && <p className="break-words">{entry.text}</p>}
          </li>
        ))}
      </ol>
      {pages.hasNextPage && (
        <Button variant="ghost" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          Show earlier
        </Button>
      )}
    </section>
  );
}
