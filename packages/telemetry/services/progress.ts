import { z } from "zod";
import type { Telemetry } from "../client/telemetry.ts";

/**
 * spans: spans that came before then are in the rollups. metrics: rollups computed before then are in the metrics.
 * metric-minutes: minutes that ended by then have their samples.
 */
const steps = ["spans", "metrics", "metric-minutes"] as const;
export type ProgressStep = (typeof steps)[number];

/** Epoch milliseconds; null before the first run. */
export async function readProgress(telemetry: Telemetry): Promise<Record<ProgressStep, number | null>> {
  const rows = await telemetry.administer({
    name: "services.progress",
    sql: `SELECT step, toUnixTimestamp64Milli(argMax(up_to, computed_at)) AS upTo
          FROM service_rollup_progress GROUP BY step`,
    row: z.object({ step: z.enum(steps), upTo: z.coerce.number() }),
  });
  const progress: Record<ProgressStep, number | null> = {
    spans: null,
    metrics: null,
    "metric-minutes": null,
  };
  for (const { step, upTo } of rows) progress[step] = upTo;
  return progress;
}

export async function writeProgress(telemetry: Telemetry, step: ProgressStep, upToMs: number): Promise<void> {
  await telemetry.command({
    name: "services.progress",
    sql: `INSERT INTO service_rollup_progress
          SELECT {step:String}, fromUnixTimestamp64Milli({upTo:Int64}, 'UTC'), now64(3)`,
    params: { step, upTo: upToMs },
  });
}
