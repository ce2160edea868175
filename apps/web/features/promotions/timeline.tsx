"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { Field } from "@triops/ui/field";
import { Textarea } from "@triops/ui/textarea";
import { Time } from "@triops/ui/time";
import { useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { errorOf } from "../../data/screen-states.tsx";
import { promotionTimeline } from "./reads.ts";
import { sentenceFor } from "./words.ts";

/** What was done and said about a request, newest first. */
export function PromotionTimeline({ id }: { id: string }) {
  const pages = useInfiniteQuery(promotionTimeline(id));
  const entries = pages.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Card title="Timeline">
      <CommentForm id={id} />
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

function CommentForm({ id }: { id: string }) {
  const change = useChange("promotions");
  const mayWrite = useRefusal("promotions:write");
  const [text, setText] = useState("");
  const send = () => {
    if (mayWrite || text.trim() === "") return;
    change.mutate({ path: `/promotions/${id}/comment`, body: { text }, onDone: () => setText("") });
  };
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Field label="Comment" error={change.error?.fields[0]?.message}>
        <Textarea
          value={text}
          rows={2}
          maxLength={5_000}
          disabled={mayWrite !== undefined}
          placeholder="A question, or what you looked at"
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <div className="flex justify-end">
        <Button
          type="submit"
          loading={change.isPending}
          disabledReason={mayWrite ?? (text.trim() === "" ? "Write something first" : undefined)}
        >
          Comment
        </Button>
      </div>
    </form>
  );
}
