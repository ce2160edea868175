import { z } from "zod";
import { idList } from "../client/question.ts";
import type { Telemetry } from "../client/telemetry.ts";
import { increaseRows, type RowsPlan, seriesRows } from "./series-rows.ts";
import { planSource } from "./source.ts";

export type GridQuestion = {
  workspaceId: string;
  metric: string;
  /** Decimal ids, as other questions return them. */
  seriesIds: readonly string[];
  /** Over one series, a sum is its mean. */
  aggregate: "avg" | "min" | "max" | "sum" | "count" | "rate" | "increase";
  /** The values are amounts since the sample before. */
  isDelta: boolean;
  from: Date;
  to: Date;
  /** Whole minutes. */
  stepMs: number;
};

/** Starts of the steps in which something came, ascending epoch milliseconds, and the values there. */
export type GridSeries = { seriesId: string; times: number[]; values: number[] };

const pair = z.tuple([z.coerce.number(), z.number().nullable()]);

/**
 * History of single series at an even step: for learning baselines and for showing how a rule would have done.
 * Series without a sample in the range are left out. The caller bounds `seriesIds` × steps.
 * @throws unavailable, limitReached
 */
export async function seriesGrid(telemetry: Telemetry, question: GridQuestion): Promise<GridSeries[]> {
  const { seriesIds, aggregate, isDelta, stepMs } = question;
  if (seriesIds.length === 0) return [];
  const firstMs = Math.floor(question.from.getTime() / stepMs) * stepMs;
  const needsEarlier = (aggregate === "rate" || aggregate === "increase") && !isDelta;
  const plan: RowsPlan = {
    ...(await planSource(telemetry, {
      workspaceId: question.workspaceId,
      stepMs,
      fromMs: firstMs,
      toMs: question.to.getTime(),
      isPercentile: false,
    })),
    stepMs,
    seriesCondition: `series_id IN (${idList(seriesIds)})`,
  };
  const rows = await telemetry.query({
    name: `metrics.seriesGrid.${aggregate}`,
    sql: `SELECT toString(series_id) AS id, arraySort(groupArray((b - {firstMs:Int64}, v))) AS points
          FROM (${valueRows(plan, aggregate, isDelta)})
          WHERE b >= {firstMs:Int64} GROUP BY series_id`,
    params: { metric: question.metric, firstMs },
    row: z.object({ id: z.string(), points: z.array(pair) }),
    workspaceId: question.workspaceId,
    // A rate needs the sample before its first step.
    window: { from: new Date(firstMs - (needsEarlier ? 300_000 : 0)), to: question.to },
    timeoutSeconds: 20,
  });
  return rows.map((row) => {
    const known = row.points.filter((point) => point[1] !== null);
    return {
      seriesId: row.id,
      times: known.map(([offset]) => firstMs + offset),
      values: known.map(([, value]) => value as number),
    };
  });
}

function valueRows(plan: RowsPlan, aggregate: GridQuestion["aggregate"], isDelta: boolean): string {
  if ((aggregate === "rate" || aggregate === "increase") && !isDelta) {
    const value = aggregate === "rate" ? "inc / span * 1000" : "inc";
    return `SELECT series_id, b, ${value} AS v FROM (${increaseRows(plan)}) WHERE span > 0`;
  }
  const value = {
    avg: "sum(s) / sum(c)",
    sum: "sum(s) / sum(c)",
    min: "min(mn)",
    max: "max(mx)",
    count: "toFloat64(sum(c))",
    rate: `sum(s) / ${plan.stepMs / 1_000}`,
    increase: "sum(s)",
  }[aggregate];
  return `SELECT series_id, intDiv(rb, ${plan.stepMs}) * ${plan.stepMs} AS b, ${value} AS v
    FROM (${seriesRows(plan)}) GROUP BY series_id, b`;
}
