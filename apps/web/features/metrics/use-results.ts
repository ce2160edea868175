"use client";
import { useQueries } from "@tanstack/react-query";
import type { ChartSeries } from "@triops/ui/chart-types";
import { useEffect, useState } from "react";
import { ApiError } from "../../data/api.ts";
import { type ExplorerQuery, isBlank } from "./explorer-queries.ts";
import { promqlRange } from "./promql-reads.ts";
import { bucketSeconds } from "./promql-steps.ts";
import { asBefore, toLines } from "./query-lines.ts";
import type { Span } from "./reads.ts";

/** What came of one query: its lines, or why there are none. */
export type Result = {
  query: ExplorerQuery;
  lines: ChartSeries[];
  /** Lines of the period before, when compared. */
  before: ChartSeries[];
  seriesTotal: number;
  seriesShown: number;
  stepMs: number | undefined;
  reducer: string;
  warnings: string[];
  /** The query is wrong, in words that belong beside it. */
  fault: string | null;
  /** Something else is: shown with a retry. */
  error: Error | null;
  pending: boolean;
  fetching: boolean;
  refetch: () => void;
};

type Asked = { span: Span; live: boolean; compare: boolean; pointsMax: number; enabled: boolean };

/** What came, and the range that was asked for: a little behind the page's while answers take their time. */
export type Results = { results: Result[]; span: Span };

/** Wrong text or a question that this data has no answer to, in contrast to a server that is away. */
const isFault = (error: Error | null): error is ApiError =>
  error instanceof ApiError && (error.status === 400 || error.status === 422);

/** Runs the visible queries over the page's range; equal texts run once. */
export function useResults(
  queries: readonly ExplorerQuery[],
  { span: wanted, live, compare, pointsMax, enabled }: Asked,
): Results {
  const [held, setHeld] = useState(wanted);
  // A range that moves with the clock waits for its answers: asked anew before they come, they would never come.
  const follows = live && held.toMs - held.fromMs === wanted.toMs - wanted.fromMs;
  const span = follows ? held : wanted;
  const visible = queries.filter((query) => !query.hidden && !isBlank(query));
  const texts = [...new Set(visible.map(({ text }) => text))];
  const step = bucketSeconds(span.fromMs, span.toMs, pointsMax);
  const stepMs = step * 1_000;
  const shiftMs = Math.ceil((span.toMs - span.fromMs) / stepMs) * stepMs;
  const asked = (text: string, byMs: number) => ({
    ...promqlRange({ query: text, from: span.fromMs - byMs, to: span.toMs - byMs, stepSeconds: step }),
    enabled,
  });
  const now = useQueries({ queries: texts.map((text) => asked(text, 0)) });
  const past = useQueries({ queries: compare ? texts.map((text) => asked(text, shiftMs)) : [] });
  const lettered = visible.length > 1;
  const busy = [...now, ...past].some(({ isFetching }) => isFetching);
  const { fromMs, toMs } = wanted;
  useEffect(() => {
    if (!follows || !busy) setHeld({ fromMs, toMs });
  }, [follows, busy, fromMs, toMs]);

  const results = visible.map((query): Result => {
    const { id, text } = query;
    const at = texts.indexOf(text);
    const found = now[at];
    const data = found?.data;
    const naming = { id, text, lettered };
    const earlier = past[at]?.data;
    return {
      query,
      lines: data ? toLines(data.series, naming) : [],
      before: earlier ? asBefore(toLines(earlier.series, naming), shiftMs) : [],
      seriesTotal: data?.seriesTotal ?? 0,
      seriesShown: data?.series.length ?? 0,
      stepMs: data?.stepMs,
      reducer: data && data.innerMs < data.stepMs ? `with extremes of every ${data.innerMs / 1_000} s` : "",
      warnings: data?.warnings ?? [],
      ...stateOf(found),
    };
  });
  return { results, span };
}

type Found = {
  error: Error | null;
  isPending: boolean;
  isFetching: boolean;
  data: unknown;
  refetch: () => unknown;
};

function stateOf(
  found: Found | undefined,
): Pick<Result, "fault" | "error" | "pending" | "fetching" | "refetch"> {
  const error = found?.error ?? null;
  return {
    fault: isFault(error) ? error.message : null,
    error: isFault(error) ? null : error,
    pending: found?.isPending ?? true,
    fetching: found?.isFetching ?? false,
    refetch: () => void found?.refetch(),
  };
}
