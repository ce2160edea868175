"use client";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { AlertChange } from "@triops/domains/alerts/schemas";
import { Button } from "@triops/ui/button";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { significant } from "@triops/ui/units";
import type { Page } from "../../data/reads.ts";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { sourceName } from "./sources.ts";

const words: Record<AlertChange["kind"], string> = {
  opened: "Opened",
  seen: "Seen again",
  worsened: "Got worse",
  reopened: "Open again",
  silenced: "Silenced",
  unsilenced: "Heard again",
  moved: "Moved",
  resolved: "Resolved",
};

export function AlertHistory({
  query,
}: {
  query: UseInfiniteQueryResult<InfiniteData<Page<AlertChange>>, Error>;
}) {
  const fault = errorOf(query.error, () => void query.refetch());
  if (fault) return fault;
  const changes = query.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <>
      <ol className="flex flex-col gap-1.5 text-body">
        {changes.map((change) => (
          <li key={change.id} className="flex flex-wrap gap-x-3">
            <span className="w-24 font-medium text-ink-1">{words[change.kind]}</span>
            <span className="text-ink-2">{detailOf(change)}</span>
            {typeof change.detail.silenceId === "string" && (
              <TextLink href={paths.silence(change.detail.silenceId)}>the silence</TextLink>
            )}
            {typeof change.detail.incidentId === "string" && (
              <TextLink href={paths.incident(change.detail.incidentId)}>the incident</TextLink>
            )}
            <Time at={change.at} format="absolute" className="ml-auto text-ink-3" />
          </li>
        ))}
      </ol>
      {query.hasNextPage && (
        <Button variant="ghost" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show earlier
        </Button>
      )}
    </>
  );
}

function detailOf({ detail }: AlertChange): string {
  if (typeof detail.value === "number") return `value ${significant(detail.value, 4)}`;
  if (typeof detail.by === "string") {
    return typeof detail.reason === "string" ? `by ${detail.by}: ${detail.reason}` : `by ${detail.by}`;
  }
  if (typeof detail.source === "string") return `by ${sourceName(detail.source)}`;
  return typeof detail.reason === "string" ? detail.reason : "";
}
