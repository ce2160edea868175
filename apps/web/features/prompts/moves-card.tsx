"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { SkeletonRows } from "@triops/ui/skeleton";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { labelMoves } from "./reads.ts";
import { moveText } from "./words.ts";

/** Where labels were, newest first. */
export function MovesCard({ id }: { id: string }) {
  const pages = useInfiniteQuery(labelMoves(id));
  const moves = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const fault = pages.data ? undefined : errorOf(pages.error, () => void pages.refetch());
  return (
    <Card title="Moves of labels">
      {fault ?? (pages.isPending && <SkeletonRows rows={3} label="Loading the moves" />)}
      {pages.data && moves.length === 0 && <p className="text-body text-ink-3">No label has moved yet.</p>}
      <ol className="flex flex-col gap-2.5">
        {moves.map((move) => (
          <li key={move.id} className="min-w-0 text-body">
            <p className="break-words font-medium text-ink-1 tabular-nums">
              {moveText(move.label, move.fromVersion, move.toVersion)}
            </p>
            <p className="text-dense text-ink-3">
              <Time at={move.at} /> by {move.actorKind === "system" ? "Triops" : move.actorName}
              {move.labelRequestId && (
                <>
                  {" · "}
                  <TextLink href={paths.labelRequest(move.labelRequestId)}>request</TextLink>
                </>
              )}
            </p>
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
