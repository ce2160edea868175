"use client";
import { parseRange, rangeAt, rangeParameters, type TimeRange } from "@triops/ui/time-ranges";
import { parseAsBoolean, parseAsString, useQueryStates } from "nuqs";
import { useEffect, useState } from "react";
import { floorToMove, moveMs } from "./page-time.ts";

/** The range of the page, from the URL: what a colleague who gets the link sees too. */
export type PageRange = {
  range: TimeRange;
  fromMs: number;
  toMs: number;
  live: boolean;
  compare: boolean;
  setRange(range: TimeRange): void;
  setLive(live: boolean): void;
  setCompare(compare: boolean): void;
};

const hourMs = 3_600_000;
const parsers = {
  range: parseAsString,
  from: parseAsString,
  to: parseAsString,
  live: parseAsBoolean.withDefault(true),
  compare: parseAsBoolean.withDefault(false),
};

/** `nowMs`: the server's time of the request, so that the first frame asks for what was prefetched. */
export function usePageRange(nowMs: number, defaultMs = hourMs): PageRange {
  const [{ live, compare, ...place }, set] = useQueryStates(parsers);
  const range = parseRange(place) ?? { kind: "last" as const, durationMs: defaultMs };
  const moving = useMovingNow(nowMs, live && range.kind === "last");
  return {
    range,
    ...rangeAt(range, moving),
    live: live && range.kind === "last",
    compare,
    setRange: (next) => void set(rangeParameters(next), { history: "push" }),
    setLive: (next) => void set({ live: next }),
    setCompare: (next) => void set({ compare: next }),
  };
}

/** Rests while the tab is hidden, and catches up when it is shown again. Who pauses keeps all that was seen. */
function useMovingNow(initialMs: number, moves: boolean): number {
  const [nowMs, setNowMs] = useState(() => floorToMove(initialMs));
  useEffect(() => {
    if (!moves) return;
    const move = () => {
      if (document.visibilityState === "visible") setNowMs(floorToMove(Date.now()));
    };
    const timer = setInterval(move, moveMs);
    document.addEventListener("visibilitychange", move);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", move);
      setNowMs(Date.now());
    };
  }, [moves]);
  return nowMs;
}
