import { z } from "zod";
import type { Telemetry, Window } from "../client/telemetry.ts";
import { chooseStepMs, gridTimes } from "../metrics/step.ts";
import { inWindow } from "./scope.ts";

export type Coverage = {
  stepMs: number;
  times: number[];
  predictions: number[];
  labelled: number[];
  lastLabelMs: number | null;
};

/** Stored predictions over the time they were made, and of how many it is known by now what was true. */
export async function labelCoverage(
  telemetry: Telemetry,
  question: { workspaceId: string; deployment: string; window: Window },
): Promise<Coverage> {
  const { workspaceId, deployment, window } = question;
  const rangeMs = window.to.getTime() - window.from.getTime();
  const stepMs = Math.max(chooseStepMs(rangeMs * 5, 60_000), Math.ceil(rangeMs / 1_000));
  const rows = await telemetry.query({
    name: "predictions.coverage",
    sql: `SELECT intDiv(toUnixTimestamp64Milli(time), {stepMs:Int64}) * {stepMs:Int64} AS at,
            uniqExact(prediction_id) AS made, uniqExactIf(prediction_id, prediction_id GLOBAL IN (
              SELECT prediction_id FROM prediction_labels
              WHERE workspace_id = {workspaceId:UUID} AND deployment = {deployment:String})) AS labelled
          FROM predictions WHERE ${inWindow} AND role != 'shadow' AND error_code = ''
          GROUP BY at ORDER BY at`,
    params: { deployment, stepMs },
    row: z.object({ at: z.coerce.number(), made: z.coerce.number(), labelled: z.coerce.number() }),
    workspaceId,
    window,
  });
  const [newest] = await telemetry.query({
    name: "predictions.last-label",
    sql: `SELECT maxOrNull(toUnixTimestamp64Milli(received_at)) AS last FROM prediction_labels
          WHERE workspace_id = {workspaceId:UUID} AND deployment = {deployment:String}
            AND received_at >= fromUnixTimestamp64Milli({fromMs:Int64}, 'UTC')
            AND received_at < fromUnixTimestamp64Milli({toMs:Int64}, 'UTC')`,
    params: { deployment },
    row: z.object({ last: z.coerce.number().nullable() }),
    workspaceId,
    window: { from: window.from, to: new Date(window.to.getTime() + 60_000) },
  });
  const times = gridTimes(window.from.getTime(), window.to.getTime(), stepMs);
  const byTime = new Map(rows.map((row) => [row.at, row]));
  return {
    stepMs,
    times,
    predictions: times.map((time) => byTime.get(time)?.made ?? 0),
    labelled: times.map((time) => byTime.get(time)?.labelled ?? 0),
    lastLabelMs: newest?.last || null,
  };
}
