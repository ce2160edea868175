"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { Time } from "@triops/ui/time";
import { CommentForm } from "./comment-form.tsx";
import type { readPages } from "./reads.ts";
import { errorOf } from "./screen-states.tsx";

type Entry = { id: string; at: string; actorKind: string; actorName: string; text: string };

type RequestTimelineProps<E extends Entry> = {
  noun: "promotions" | "label-requests";
  id: string;
  timeline: ReturnType<typeof readPages<E>>;
  sentenceFor: (entry: E) => string;
};

/** What was done and said about a request that waits for somebody's approval, newest first. */
export function RequestTimeline<E extends Entry>({
  noun,
  id,
  timeline,
  sentenceFor,
}: RequestTimelineProps<E>) {
  const pages = useInfiniteQuery(timeline);
  const entries = pages.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Card title="Timeline">
      <CommentForm
        noun={noun}
        id={id}
        label="Comment"
        placeholder="A question, or what you looked at"
        charsMax={5_000}
      />
      {pages.data ? undefined : errorOf(pages.error, () => void pages.refetch())}
      <ol className="mt-3 flex flex-col gap-3">
        {entries.map((entry) => (
          <li key={entry.id} className="text-body text-ink-2">
            <span className="font-medium text-ink-1">
              {entry.actorKind === "system" ? "Triops" : entry.actorName}
            </span>{" "}
            {sentenceFor(entry)} <Time at={entry.at} className="text-dense text-ink-3" />
            {entry.text !== "" && (
              <p className="mt-1 whitespace-pre-wrap break-words rounded-card bg-raised px-3 py-2 text-ink-1">
                {entry.text}
              </p>
            )}
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
