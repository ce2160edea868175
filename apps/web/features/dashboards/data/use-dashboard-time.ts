"use client";
import { useQueryClient } from "@tanstack/react-query";
import { parseDuration, parseRange, rangeAt, rangeParameters } from "@triops/ui/time-ranges";
import { parseAsInteger, parseAsString, useQueryStates } from "nuqs";
import { useEffect, useState } from "react";
import { floorToMove } from "../../../data/page-time.ts";
import type { PageRange } from "../../../data/time-range.ts";

export type DashboardTime = PageRange & {
  /** 0: only when asked. */
  refreshSeconds: number;
  setRefresh(seconds: number): void;
  refreshNow(): void;
};

const parsers = { range: parseAsString, from: parseAsString, to: parseAsString, refresh: parseAsInteger };
const usualMs = 6 * 3_600_000;
const refreshSecondsMin = 10;

/**
 * The time range of a dashboard: the address decides, else the dashboard. A range that ends now moves as often as
 * the dashboard refreshes, and rests while nobody looks.
 */
export function useDashboardTime(
  nowMs: number,
  usual: { range: string; refreshSeconds: number },
): DashboardTime {
  const client = useQueryClient();
  const [place, set] = useQueryStates(parsers);
  const range = parseRange(place) ?? {
    kind: "last" as const,
    durationMs: parseDuration(usual.range) ?? usualMs,
  };
  const wanted = place.refresh ?? usual.refreshSeconds;
  const refreshSeconds = wanted > 0 ? Math.max(refreshSecondsMin, wanted) : 0;
  const moves = refreshSeconds > 0 && range.kind === "last";
  const [current, setCurrent] = useState(() => floorToMove(nowMs));
  useEffect(() => {
    if (!moves) return;
    let movedMs = Date.now();
    const move = () => {
      if (document.visibilityState !== "visible" || Date.now() - movedMs < refreshSeconds * 1_000 - 500)
        return;
      movedMs = Date.now();
      setCurrent(floorToMove(movedMs));
    };
    const timer = setInterval(move, 1_000);
    document.addEventListener("visibilitychange", move);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", move);
    };
  }, [moves, refreshSeconds]);
  const setRefresh = (seconds: number) =>
    void set({ refresh: seconds === usual.refreshSeconds ? null : seconds });
  return {
    range,
    ...rangeAt(range, current),
    live: moves,
    compare: false,
    setRange: (next) => {
      setCurrent(floorToMove(Date.now()));
      void set(rangeParameters(next), { history: "push" });
    },
    setLive: (live) => setRefresh(live ? usual.refreshSeconds || 30 : 0),
    setCompare: () => {},
    refreshSeconds,
    setRefresh,
    refreshNow: () => {
      setCurrent(floorToMove(Date.now()));
      void client.invalidateQueries({ queryKey: ["metrics", "promql"] });
      void client.invalidateQueries({ queryKey: ["dashboards", "options"] });
    },
  };
}
