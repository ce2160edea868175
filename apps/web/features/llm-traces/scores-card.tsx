"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Score } from "@triops/domains/scores/schemas";
import { Button, IconButton } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { Time } from "@triops/ui/time";
import { Plus, ThumbsDown, ThumbsUp, Trash2 } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { errorOf } from "../../data/screen-states.tsx";
import { scorePages } from "./reads.ts";
import type { Scored } from "./score-dialog.tsx";
import { scoreText } from "./score-words.ts";

const ScoreDialog = lazy(async () => ({ default: (await import("./score-dialog.tsx")).ScoreDialog }));

const sourceWords = { api: "by API", person: "by hand", sdk: "by an SDK" } as const;

/** What people and programs think of a trace or a session. Thumbs are one press; anything else has a form. */
export function ScoresCard({ about, at }: { about: Scored; at: string }) {
  const pages = useInfiniteQuery(scorePages(about));
  const mayWrite = useRefusal("scores:write");
  const thumb = useChange<Score>("scores");
  const removal = useChange("scores");
  const [adding, setAdding] = useState(false);
  const scores = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const rate = (value: boolean) =>
    thumb.mutate({
      path: "/scores",
      body: { ...about, at, name: "helpful", value },
      done: value ? "Marked as helpful" : "Marked as not helpful",
    });
  return (
    <Card
      title="Scores"
      actions={
        <>
          <IconButton
            size="sm"
            label="Helpful"
            icon={<ThumbsUp aria-hidden="true" />}
            disabledReason={mayWrite}
            onClick={() => rate(true)}
          />
          <IconButton
            size="sm"
            label="Not helpful"
            icon={<ThumbsDown aria-hidden="true" />}
            disabledReason={mayWrite}
            onClick={() => rate(false)}
          />
          <Button
            size="sm"
            variant="ghost"
            icon={<Plus aria-hidden="true" />}
            disabledReason={mayWrite}
            onClick={() => setAdding(true)}
          >
            Add score
          </Button>
        </>
      }
    >
      {pages.data ? undefined : errorOf(pages.error, () => void pages.refetch())}
      {pages.data && scores.length === 0 && (
        <p className="text-body text-ink-3">
          Nobody has scored it. Programs send scores to POST /api/v1/scores, or as gen_ai.evaluation.result
          events.
        </p>
      )}
      <ul className="flex flex-col gap-2">
        {scores.map((score) => (
          <li key={score.id} className="flex items-start justify-between gap-2 text-body">
            <div className="min-w-0">
              <span className="font-medium text-ink-1">{scoreText(score)}</span>{" "}
              <span className="text-ink-3">
                {score.authorName || "Triops"}, {sourceWords[score.source]}, <Time at={score.createdAt} />
                {score.spanId !== "" && ", on one span"}
              </span>
              {score.comment !== "" && (
                <p className="whitespace-pre-wrap break-words text-ink-2">{score.comment}</p>
              )}
            </div>
            <IconButton
              size="sm"
              label={`Take back ${scoreText(score)}`}
              icon={<Trash2 aria-hidden="true" />}
              disabledReason={mayWrite}
              onClick={() =>
                removal.mutate({ method: "DELETE", path: `/scores/${score.id}`, done: "Taken back" })
              }
            />
          </li>
        ))}
      </ul>
      {pages.hasNextPage && (
        <Button variant="ghost" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          Show earlier
        </Button>
      )}
      {adding && (
        <Suspense>
          <ScoreDialog about={about} at={at} onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </Card>
  );
}
