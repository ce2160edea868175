"use client";
import { useInfiniteQuery, useQueries } from "@tanstack/react-query";
import type { Run } from "@triops/domains/training/schemas";
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { chosenMax, inGroups, runsInHash } from "./compared-runs.ts";
import { runPages, runsByIds } from "./reads.ts";
import { isUnderWay } from "./run-marks.tsx";

/** What the API takes at once. */
const groupMax = 100;
const movingMs = 5_000;

export type ComparedQuestion = { experiment: string; filter: string; order: string };
export type ComparedRuns = {
  runs: readonly Run[];
  /** How many were asked for by id; null when a filter chose them. */
  asked: number | null;
  pending: boolean;
  /** More fit the filter than are compared. */
  more: boolean;
  error: Error | null;
  retry: () => void;
};

function subscribe(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}
/** What stands behind the `#`; the server never sees it. */
const useHash = (): string | null =>
  useSyncExternalStore(
    subscribe,
    () => window.location.hash,
    () => null,
  );

/** The runs to compare: those chosen by hand, or the first 500 that a filter lists. */
export function useComparedRuns({ experiment, filter, order }: ComparedQuestion): ComparedRuns {
  const hash = useHash();
  const ids = useMemo(() => runsInHash(hash ?? ""), [hash]);
  const byFilter = experiment !== "" && hash !== null && ids.length === 0;
  const pages = useInfiniteQuery({
    ...runPages({ experimentIds: experiment, filter, orderBy: order }),
    enabled: byFilter,
  });
  const chosen = useQueries({
    queries: inGroups(ids, groupMax).map((group) => ({
      ...runsByIds(group),
      refetchInterval: ({ state }: { state: { data?: { data: Run[] } | undefined } }) =>
        state.data?.data.some(({ status }) => isUnderWay(status)) ? movingMs : (false as const),
    })),
    combine: (results) => ({
      runs: results.flatMap((result) => result.data?.data ?? []),
      pending: results.some((result) => result.isPending),
      error: results.find((result) => result.error)?.error ?? null,
      retry: () => {
        for (const result of results) if (result.error) void result.refetch();
      },
    }),
  });
  const listed = useMemo(() => pages.data?.pages.flatMap((page) => page.data) ?? [], [pages.data]);
  const wantsMore = byFilter && pages.hasNextPage && listed.length < chosenMax && !pages.isFetchingNextPage;
  useEffect(() => {
    if (wantsMore) void pages.fetchNextPage();
  }, [wantsMore, pages.fetchNextPage]);
  const runs = useMemo(
    () => (byFilter ? listed.slice(0, chosenMax) : chosen.runs),
    [byFilter, listed, chosen.runs],
  );
  return {
    runs,
    asked: byFilter ? null : ids.length,
    pending: hash === null || (byFilter ? pages.isPending || wantsMore : chosen.pending),
    more: byFilter && (pages.hasNextPage || listed.length > chosenMax),
    error: byFilter ? pages.error : chosen.error,
    retry: () => (byFilter ? void pages.refetch() : chosen.retry()),
  };
}
