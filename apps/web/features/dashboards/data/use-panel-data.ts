"use client";
import { keepPreviousData, useQueries } from "@tanstack/react-query";
import type { Panel, PromqlQuery } from "@triops/domains/dashboards/schemas";
import type { PromqlInstant, PromqlRange } from "../../metrics/promql-answer.ts";
import { promqlInstant, promqlRange } from "../../metrics/promql-reads.ts";
import { bucketSeconds } from "../../metrics/promql-steps.ts";
import { fillPromql, fillText, type Scope } from "../variables/scope.ts";
import { passQuery } from "./turnstile.ts";

export type QueryAnswer<Answer> = {
  query: PromqlQuery;
  /** With its variables filled in. */
  text: string;
  legend: string;
  answer: Answer | undefined;
};
export type PanelData<Answer> = {
  answers: QueryAnswer<Answer>[];
  /** Nothing has come yet. */
  pending: boolean;
  refreshing: boolean;
  /** Of the first query that failed. */
  fault: Error | null;
  warnings: string[];
  retry(): void;
};

export type PanelPlace = { widthPx: number; inSight: boolean };
export type Stretch = { fromMs: number; toMs: number };

/** Two pixels a point, at most so many: finer lines cost much and show little. */
const pointsMax = 600;
const pointsMin = 60;

export const panelPoints = (widthPx: number): number =>
  Math.min(pointsMax, Math.max(pointsMin, Math.round(widthPx / 2 / 60) * 60));

/** The scope of a panel knows the distance of its points. */
export function panelScope(scope: Scope, { fromMs, toMs }: Stretch, points: number): Scope {
  return { ...scope, fromMs, toMs, intervalSeconds: bucketSeconds(fromMs, toMs, points) };
}

const promqlOf = (panel: Panel): PromqlQuery[] =>
  panel.queries.filter((query): query is PromqlQuery => query.kind === "promql" && !query.hidden);

/** What `promqlRange` and `promqlInstant` make: a key and how to fill it. */
type Asked = { queryKey: readonly unknown[]; queryFn?: unknown };

function usePromql<Answer extends { warnings: string[] }>(
  panel: Panel,
  scope: Scope,
  inSight: boolean,
  ask: (text: string) => Asked,
): PanelData<Answer> {
  const queries = promqlOf(panel).map((query) => ({ query, text: fillPromql(query.expr, scope) }));
  const results = useQueries({
    queries: queries.map(({ text }) => {
      const asked = ask(text);
      const run = asked.queryFn as (context: { signal: AbortSignal }) => Promise<Answer>;
      return {
        queryKey: asked.queryKey,
        placeholderData: keepPreviousData,
        // What has been in sight keeps its data; what is out of sight asks for none.
        enabled: inSight && text.trim() !== "",
        queryFn: ({ signal }: { signal: AbortSignal }) => passQuery(() => run({ signal }), signal),
        staleTime: 60_000,
      };
    }),
  });
  return {
    answers: queries.map(({ query, text }, at) => ({
      query,
      text,
      legend: fillText(query.legend, scope),
      answer: results[at]?.data as Answer | undefined,
    })),
    pending: results.some((one) => one.isPending && !one.error) && results.every((one) => !one.data),
    refreshing: results.some((one) => one.isPlaceholderData),
    fault: results.find((one) => one.error)?.error ?? null,
    warnings: [...new Set(results.flatMap((one) => (one.data as Answer | undefined)?.warnings ?? []))],
    retry: () => {
      for (const one of results) if (one.error) void one.refetch();
    },
  };
}

/** The queries of a panel over the range, about two pixels a point. */
export function usePanelRange(
  panel: Panel,
  scope: Scope,
  stretch: Stretch,
  { widthPx, inSight }: PanelPlace,
  points = panelPoints(widthPx),
): PanelData<PromqlRange> {
  return usePromql<PromqlRange>(panel, panelScope(scope, stretch, points), inSight && widthPx > 0, (text) =>
    promqlRange({ query: text, from: stretch.fromMs, to: stretch.toMs, pointsMax: points }),
  );
}

/** The queries of a panel at the end of the range. */
export function usePanelInstant(
  panel: Panel,
  scope: Scope,
  stretch: Stretch,
  { widthPx, inSight }: PanelPlace,
): PanelData<PromqlInstant> {
  return usePromql<PromqlInstant>(panel, panelScope(scope, stretch, panelPoints(widthPx)), inSight, (text) =>
    promqlInstant({ query: text, at: stretch.toMs }),
  );
}
