import { z } from "zod";
import type { Telemetry, Window } from "../client/telemetry.ts";
import { chooseStepMs, gridTimes } from "../metrics/step.ts";
import { type LogFilter, logCondition } from "./filter.ts";
import { everything, inWindow } from "./search.ts";

export type LogHistogram = {
  stepMs: number;
  /** Starts of the buckets, epoch milliseconds. */
  times: number[];
  /** Records per level and bucket, aligned with `times`; levels that do not occur are absent. */
  levels: { level: string; counts: number[] }[];
  total: number;
};

/** Records over time by level. Duplicates that were not merged yet count twice. */
export async function logHistogram(
  telemetry: Telemetry,
  question: { workspaceId: string; window: Window; filter?: LogFilter; stepMs?: number },
): Promise<LogHistogram> {
  const { window } = question;
  const rangeMs = window.to.getTime() - window.from.getTime();
  const stepMs = Math.max(question.stepMs ?? chooseStepMs(rangeMs * 4, 1_000), Math.ceil(rangeMs / 1_000), 1);
  const condition = logCondition(question.filter ?? everything);
  const rows = await telemetry.query({
    name: "logs.histogram",
    sql: `SELECT intDiv(toUnixTimestamp64Milli(toDateTime64(time, 3)), {stepMs:Int64}) * {stepMs:Int64} AS bucket,
            level, count() AS records
          FROM logs WHERE ${inWindow} AND ${condition.sql} GROUP BY bucket, level`,
    params: { ...condition.params, stepMs },
    row: z.object({ bucket: z.coerce.number(), level: z.string(), records: z.coerce.number() }),
    workspaceId: question.workspaceId,
    window,
  });
  const times = gridTimes(window.from.getTime(), window.to.getTime(), stepMs);
  const placeOf = new Map(times.map((time, index) => [time, index]));
  const byLevel = new Map<string, number[]>();
  let total = 0;
  for (const { bucket, level, records } of rows) {
    const index = placeOf.get(bucket);
    if (index === undefined) continue;
    let counts = byLevel.get(level);
    if (!counts) {
      counts = times.map(() => 0);
      byLevel.set(level, counts);
    }
    counts[index] = records;
    total += records;
  }
  return { stepMs, times, levels: [...byLevel].map(([level, counts]) => ({ level, counts })), total };
}
