"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Button } from "@triops/ui/button";
import { EmptyFilter, EmptyNever } from "@triops/ui/data-states";
import { WithDrawer } from "@triops/ui/drawer";
import { useNow } from "@triops/ui/now";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { SkeletonRows } from "@triops/ui/skeleton";
import { formatRange } from "@triops/ui/times";
import { useZone } from "@triops/ui/zone";
import { GitCommitVertical, Plus, X } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useMemo, useState } from "react";
import { useMe, useRefusal } from "../../data/me.tsx";
import { errorOf } from "../../data/screen-states.tsx";
import { changesSnippet } from "../sources/snippets.ts";
import { answerFor, groupByDay } from "./days.ts";
import { ChangeDrawer } from "./drawer.tsx";
import { FeedDay } from "./feed-day.tsx";
import { FeedFilters, filterParsers } from "./filters.tsx";
import { changeFacets, changePages } from "./reads.ts";
import { RecordDialog } from "./record-dialog.tsx";

const cleared = { kind: null, service: null, actor: null, source: null, search: null, from: null, to: null };

/** What was altered, newest first, by day: the first place to look when something broke. */
export function ChangeFeed() {
  const { gatewayUrl } = useMe();
  const { zone } = useZone();
  const nowMs = useNow();
  const [{ change: openId, ...filters }, set] = useQueryStates(filterParsers);
  const [recording, setRecording] = useState(false);
  const mayWrite = useRefusal("changes:write");
  const facets = useQuery(changeFacets());
  const pages = useInfiniteQuery(changePages(filters));
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.data) ?? [], [pages.data]);
  const days = groupByDay(rows, zone, nowMs);
  const filtered = Object.values(filters).some((value) => value !== "");
  const fault = errorOf(pages.error, () => void pages.refetch());
  const at = rows.findIndex(({ id }) => id === openId);
  const open = (id: string | undefined) => void set({ change: id ?? null });
  const record = (
    <Button
      variant="primary"
      icon={<Plus aria-hidden="true" />}
      disabledReason={mayWrite}
      onClick={() => setRecording(true)}
    >
      Record a change
    </Button>
  );
  return (
    <>
      <WithDrawer
        drawer={
          openId && (
            <ChangeDrawer
              id={openId}
              onClose={() => open(undefined)}
              {...(at > 0 ? { onPrevious: () => open(rows[at - 1]?.id) } : {})}
              {...(at >= 0 && at < rows.length - 1 ? { onNext: () => open(rows[at + 1]?.id) } : {})}
            />
          )
        }
      >
        <PageHeader
          title="Changes"
          answer={
            !filtered && pages.data && rows.length > 0
              ? answerFor(rows, zone, nowMs, pages.hasNextPage)
              : undefined
          }
          actions={record}
        />
        <PageBody>
          <FeedFilters filters={filters} facets={facets.data} onChange={(next) => void set(next)} />
          {filters.from && filters.to && (
            <div>
              <Button
                size="sm"
                icon={<X aria-hidden="true" />}
                onClick={() => void set({ from: null, to: null })}
              >
                {formatRange(filters.from, filters.to, zone, nowMs)}
              </Button>
            </div>
          )}
          {pages.isPending && <SkeletonRows label="Loading changes" />}
          {fault && rows.length === 0 && fault}
          <div className="flex flex-col gap-3">
            {days.map((day) => (
              <FeedDay key={day.key} day={day} openId={openId} onOpen={open} />
            ))}
          </div>
          {pages.hasNextPage && (
            <div>
              <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
                Show older changes
              </Button>
            </div>
          )}
          {pages.data && rows.length === 0 && filtered && (
            <EmptyFilter title="No change matches" onClear={() => void set(cleared)} />
          )}
          {pages.data && rows.length === 0 && !filtered && (
            <EmptyNever
              title="No change is known yet"
              icon={<GitCommitVertical aria-hidden="true" />}
              snippet={{ label: "Report a deploy", code: changesSnippet(gatewayUrl) }}
              actions={record}
            >
              Let your deploy script, your flags and GitHub report what they alter: every chart then marks it,
              and incidents name it as a suspect. What is changed in Triops itself appears here by itself.
            </EmptyNever>
          )}
        </PageBody>
      </WithDrawer>
      <RecordDialog open={recording} onOpenChange={setRecording} services={facets.data?.services ?? []} />
    </>
  );
}
