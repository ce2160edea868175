"use client";
import type { LogLine } from "@triops/domains/logs/schemas";
import { Button } from "@triops/ui/button";
import { Refreshing } from "@triops/ui/data-states";
import { useShortcut } from "@triops/ui/shortcuts";
import { SkeletonRows } from "@triops/ui/skeleton";
import { VirtualList, type VirtualListHandle } from "@triops/ui/virtual-list";
import { useZone } from "@triops/ui/zone";
import { ArrowUp } from "lucide-react";
import { type ReactNode, useCallback, useMemo, useRef, useState } from "react";
import { LogLineHead, LogLineRow } from "./log-line.tsx";

export type LogLinesProps = {
  /** Names the list for screen readers. */
  label: string;
  /** Newest first. */
  lines: readonly LogLine[];
  columns?: readonly string[];
  wrap?: boolean;
  hideService?: boolean;
  activeId?: string | null;
  onOpen?: (line: LogLine) => void;
  loading?: boolean;
  refreshing?: boolean;
  hasMore?: boolean;
  onLoadMore?: () => void;
  loadingMore?: boolean;
  /** `ErrorState` in place of the lines. */
  error?: ReactNode;
  empty?: ReactNode;
  /** New lines that wait, because the reader is not at the top; `onShowNew` lets them in. */
  waiting?: number;
  onShowNew?: () => void;
  /** Whether the reader is at the top, where new lines may appear. */
  onTopChange?: (atTop: boolean) => void;
  /** CSS length; the list scrolls inside it. */
  maxHeight?: string;
  /** `false` when another list on the page owns j and k. */
  rowKeys?: boolean;
};

const noColumns: readonly string[] = [];
const linePx = 24;
const keyOf = (line: LogLine): string => line.id;

/** Log lines of any number: the list of the logs screen, of a trace, a service, a dashboard. */
export function LogLines(props: LogLinesProps) {
  const { label, lines, loading = false, refreshing = false, error, empty } = props;
  if (error) return <>{error}</>;
  if (loading) return <SkeletonRows label={`Loading ${label}`} />;
  if (lines.length === 0) return <>{empty}</>;
  return (
    <Refreshing active={refreshing}>
      <Lines {...props} />
    </Refreshing>
  );
}

function Lines({
  label,
  lines,
  columns = noColumns,
  wrap = false,
  hideService = false,
  activeId,
  onOpen,
  hasMore = false,
  onLoadMore,
  loadingMore = false,
  waiting = 0,
  onShowNew,
  onTopChange,
  maxHeight,
  rowKeys = true,
}: LogLinesProps) {
  const { zone } = useZone();
  const list = useRef<VirtualListHandle>(null);
  const [cursor, setCursor] = useState(-1);
  const active = lines.findIndex((line) => line.id === activeId);
  const withDay = useMemo(() => {
    const [first, last] = [lines[0], lines.at(-1)];
    return first !== undefined && last !== undefined && first.time.slice(0, 10) !== last.time.slice(0, 10);
  }, [lines]);

  const step = useCallback(
    (by: 1 | -1) => {
      const from = active >= 0 ? active : cursor;
      const next = Math.min(Math.max(from + by, 0), lines.length - 1);
      setCursor(next);
      list.current?.scrollToIndex(next);
      const line = lines[next];
      if (!line) return;
      // With a panel open, it follows.
      if (active >= 0) onOpen?.(line);
      requestAnimationFrame(() => {
        document
          .querySelector<HTMLElement>(`[data-line="${CSS.escape(line.id)}"] [data-row]`)
          ?.focus({ preventScroll: true });
      });
    },
    [active, cursor, lines, onOpen],
  );
  const keys = { enabled: rowKeys && onOpen !== undefined };
  useShortcut({ keys: "j", label: "Next line", group: "List" }, () => step(1), keys);
  useShortcut({ keys: "k", label: "Previous line", group: "List" }, () => step(-1), keys);

  return (
    <div className="relative min-w-0">
      {waiting > 0 && (
        <div className="absolute inset-x-0 top-9 z-20 flex justify-center">
          <Button
            size="sm"
            variant="primary"
            icon={<ArrowUp aria-hidden="true" />}
            onClick={() => {
              onShowNew?.();
              list.current?.scrollToTop();
            }}
          >
            {waiting.toLocaleString("en-GB")} new {waiting === 1 ? "line" : "lines"}
          </Button>
        </div>
      )}
      <VirtualList
        label={label}
        items={lines}
        keyOf={keyOf}
        estimatePx={linePx}
        handle={list}
        className="rounded-card border border-line-subtle"
        head={<LogLineHead columns={columns} hideService={hideService} />}
        {...(maxHeight === undefined ? {} : { maxHeight })}
        {...(onTopChange ? { onTopChange } : {})}
        onNearEnd={hasMore && !loadingMore ? onLoadMore : undefined}
        foot={
          hasMore &&
          onLoadMore && (
            <div className="flex justify-center p-2">
              <Button size="sm" variant="ghost" loading={loadingMore} onClick={onLoadMore}>
                Load older lines
              </Button>
            </div>
          )
        }
      >
        {(line) => (
          <LogLineRow
            line={line}
            columns={columns}
            wrap={wrap}
            hideService={hideService}
            zone={zone}
            withDay={withDay}
            active={line.id === activeId}
            onOpen={onOpen}
          />
        )}
      </VirtualList>
    </div>
  );
}
