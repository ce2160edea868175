"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { LogFacets, LogLine } from "@triops/domains/logs/schemas";
import { EmptyFilter } from "@triops/ui/data-states";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { ApiError } from "../../data/api.ts";
import { errorOf } from "../../data/screen-states.tsx";
import type { TimeSpan } from "../../data/still-span.tsx";
import type { PageRange } from "../../data/time-range.ts";
import { FacetsPanel } from "./facets-panel.tsx";
import { LinesToolbar } from "./lines-toolbar.tsx";
import { newestFirst, useLiveTail } from "./live-tail.ts";
import { LogLines } from "./log-lines.tsx";
import type { LogsState } from "./logs-state.ts";
import { logPages } from "./reads.ts";

/** Lines may carry times of a clock that is a little ahead of this one. */
const clockSlackMs = 10_000;

type LinesViewProps = {
  page: PageRange;
  /** Whether the tab is looked at: only then are lines followed. */
  visible: boolean;
  state: LogsState;
  /** The range when it or the search was chosen: a list that moves by itself cannot be read. */
  frozen: TimeSpan;
  facets: LogFacets | undefined;
  /** The neighbours of the open line, for the panel beside the list. */
  onLinesChange: (lines: readonly LogLine[]) => void;
};

export function LinesView({ page, visible, state, frozen, facets, onLinesChange }: LinesViewProps) {
  const { q, columns, wrap, line: openId } = state;
  /** When the tail was last opened, epoch milliseconds: what came before it is asked from the store. */
  const [openedMs, setOpenedMs] = useState(0);
  const toMs = page.live ? Math.max(frozen.toMs, openedMs) : frozen.toMs;
  const pages = useInfiniteQuery(logPages({ q, columns }, { fromMs: frozen.fromMs, toMs }));
  const unreadable = pages.error instanceof ApiError && pages.error.status === 400;
  const tail = useLiveTail(page.live && visible && !unreadable, q, columns);
  const stored = useMemo(() => pages.data?.pages.flatMap((each) => each.data) ?? [], [pages.data]);

  // New lines appear by themselves only while nothing is being read: at the top, with no panel open.
  const [atTop, setAtTop] = useState(true);
  const [shownTail, setShownTail] = useState<readonly LogLine[]>(tail.lines);
  const reading = openId !== "" || (!atTop && stored.length + shownTail.length > 0);
  // Between the list and the tail nothing may be missing; who reads further down is left alone until they return.
  const gap = useRef(true);
  useEffect(() => {
    if (tail.state !== "live") gap.current = true;
    else if (!reading && gap.current) {
      gap.current = false;
      setOpenedMs(Date.now() + clockSlackMs);
    }
  }, [tail.state, reading]);
  useEffect(() => {
    if (!reading || tail.lines.length === 0) setShownTail(tail.lines);
  }, [reading, tail.lines]);
  const waiting = tail.lines.length === 0 ? 0 : newer(tail.lines, shownTail);
  const lines = useMemo(
    () => (shownTail.length === 0 ? stored : newestFirst(shownTail, stored)),
    [shownTail, stored],
  );
  useEffect(() => onLinesChange(lines), [lines, onLinesChange]);

  const openLine = state.openLine;
  const onOpen = useCallback((line: LogLine) => openLine(line.id), [openLine]);
  return (
    <div className="@container min-w-0">
      <div className="grid min-w-0 gap-4 @4xl:grid-cols-[13rem_minmax(0,1fr)]">
        <details className="@4xl:hidden">
          <summary className="min-h-6 text-body text-accent">Narrow down by field</summary>
          <FacetsPanel facets={facets} q={q} onSearch={state.setQ} className="mt-2" />
        </details>
        <FacetsPanel
          facets={facets}
          q={q}
          onSearch={state.setQ}
          className="hidden max-h-[calc(100dvh-15rem)] overflow-y-auto @4xl:flex"
        />
        <div className="flex min-w-0 flex-col gap-2">
          <LinesToolbar
            lines={lines}
            columns={columns}
            onColumnsChange={state.setColumns}
            facets={facets?.data ?? []}
            wrap={wrap}
            onWrapChange={state.setWrap}
            tail={tail}
            canFollow={page.range.kind === "last"}
            onFollowChange={page.setLive}
          />
          <LogLines
            // Another search is another list: it begins at its top.
            key={q}
            label="Log lines"
            lines={lines}
            columns={columns}
            wrap={wrap}
            activeId={openId}
            onOpen={onOpen}
            loading={pages.isPending}
            refreshing={pages.isPlaceholderData}
            hasMore={pages.hasNextPage}
            onLoadMore={() => void pages.fetchNextPage()}
            loadingMore={pages.isFetchingNextPage}
            error={unreadable ? undefined : errorOf(pages.error, () => void pages.refetch())}
            waiting={waiting}
            onShowNew={() => {
              setShownTail(tail.lines);
              if (openId !== "") openLine(null);
            }}
            onTopChange={setAtTop}
            empty={
              unreadable ? null : (
                <EmptyFilter
                  title={q === "" ? "No lines in this range" : "No lines match"}
                  {...(q === "" ? {} : { onClear: () => state.setQ(""), clearLabel: "Clear the search" })}
                >
                  {page.live
                    ? "New lines that fit will appear here as they come in."
                    : "A longer range may have some."}
                </EmptyFilter>
              )
            }
          />
        </div>
      </div>
    </div>
  );
}

/** How many lines of the tail are not shown yet. */
function newer(all: readonly LogLine[], shown: readonly LogLine[]): number {
  const known = new Set(shown.map((line) => line.id));
  return all.filter((line) => !known.has(line.id)).length;
}
