"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { SkeletonRows } from "@triops/ui/skeleton";
import { errorOf } from "../../data/screen-states.tsx";
import { Turn } from "./conversation-turn.tsx";
import { conversationPages } from "./reads.ts";

/** A session's messages from the first turn on, each once, whatever its calls repeat. */
export function ConversationCard({ session, atMs }: { session: string; atMs: number }) {
  const pages = useInfiniteQuery(conversationPages(session, atMs));
  const turns = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const fault = errorOf(pages.error, () => void pages.refetch());
  return (
    <Card flush>
      {pages.isPending && <SkeletonRows label="Loading the conversation" />}
      {turns.length === 0 && fault}
      <ol className="divide-y divide-line-subtle">
        {turns.map((turn, at) => (
          <Turn key={turn.traceId} turn={turn} number={at + 1} />
        ))}
      </ol>
      {pages.hasNextPage && (
        <div className="flex justify-center border-line-subtle border-t p-2">
          <Button
            variant="ghost"
            loading={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            Show what came next
          </Button>
        </div>
      )}
    </Card>
  );
}
