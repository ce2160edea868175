"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { IncidentEntry } from "@triops/domains/incidents/schemas";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { Time } from "@triops/ui/time";
import {
  Bell,
  BellOff,
  Check,
  CircleCheck,
  Flame,
  MessageSquare,
  Pencil,
  RotateCcw,
  ShieldAlert,
  UserRound,
} from "lucide-react";
import type { ReactNode } from "react";
import { errorOf } from "../../data/screen-states.tsx";
import { timelinePages } from "./reads.ts";
import { sentenceFor } from "./sentences.ts";

const icons: Record<IncidentEntry["kind"], ReactNode> = {
  opened: <Flame />,
  alert_opened: <Bell />,
  alert_resolved: <BellOff />,
  alerts_recovered: <CircleCheck />,
  acknowledged: <Check />,
  assigned: <UserRound />,
  severity_changed: <ShieldAlert />,
  title_changed: <Pencil />,
  comment: <MessageSquare />,
  resolved: <CircleCheck />,
  reopened: <RotateCcw />,
};

/** What happened and what was said, in one stream, newest first. */
export function IncidentTimeline({ id }: { id: string }) {
  const pages = useInfiniteQuery(timelinePages(id));
  const entries = pages.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Card title="Timeline">
      {errorOf(pages.error, () => void pages.refetch()) ?? (
        <ol className="flex flex-col">
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </ol>
      )}
      {pages.hasNextPage && (
        <Button variant="ghost" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          Show earlier
        </Button>
      )}
    </Card>
  );
}

function Entry({ entry }: { entry: IncidentEntry }) {
  const said = entry.kind === "comment";
  return (
    <li className="relative flex gap-3 pb-4 last:pb-1">
      <span aria-hidden="true" className="absolute top-6 bottom-0 left-3 w-px bg-line-subtle" />
      <span
        aria-hidden="true"
        className="z-10 flex size-6 shrink-0 items-center justify-center rounded-full bg-sunken text-ink-2 [&_svg]:size-3.5"
      >
        {icons[entry.kind]}
      </span>
      <div className="min-w-0 flex-1 pt-0.5">
        <p className="text-body text-ink-2">
          <span className="font-medium text-ink-1">
            {entry.actorKind === "system" ? "Triops" : entry.actorName}
          </span>{" "}
          {sentenceFor(entry)} <Time at={entry.at} className="text-dense text-ink-3" />
        </p>
        {entry.text !== "" && (
          <p
            className={
              said
                ? "mt-1 whitespace-pre-wrap break-words rounded-card bg-raised px-3 py-2 text-body text-ink-1"
                : "break-words text-body text-ink-2"
            }
          >
            {entry.text}
          </p>
        )}
      </div>
    </li>
  );
}
