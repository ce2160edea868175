import { isTriopsError } from "@triops/kernel/errors";
import { z } from "zod";
import { idList } from "../client/question.ts";
import type { Telemetry } from "../client/telemetry.ts";
import { readProgress, writeProgress } from "./progress.ts";
import { hoursFromMinutes, minutesFromSamples } from "./statements.ts";

const minuteMs = 60_000;
const hourMs = 3_600_000;

/**
 * Samples may arrive this long after their time and still be counted by the regular run; the gateway notes later
 * ones in `metric_rollup_late`, and their hours are computed again.
 */
export const graceMs = 60_000;
export const lateAfterMs = 45_000;

/** One statement covers at most an hour, one run at most a day: a long outage is caught up over several runs. */
const hoursPerRunMax = 24;

export type RollUpResult = { minutes: number; hours: number; lateHours: number; upTo: Date };

/**
 * Computes the one-minute and one-hour rollups of what is finished. Run it each minute; running it twice, or in two
 * processes, writes the same rows again and they fold. Rollups are computed from finished minutes rather than by
 * materialised views, because a view multiplies the cost of each small durable insert (measured: 3.5 times) and
 * would count a resent sample twice.
 * @throws unavailable
 */
export async function rollUpMetrics(telemetry: Telemetry, options: { now: Date }): Promise<RollUpResult> {
  const nowMs = options.now.getTime();
  const progress = await readProgress(telemetry);
  const minuteEnd = Math.floor((nowMs - graceMs) / minuteMs) * minuteMs;
  let minuteAt = progress["1m"] ?? (await firstHour(telemetry, nowMs)) ?? minuteEnd;
  const result: RollUpResult = { minutes: 0, hours: 0, lateHours: 0, upTo: new Date(minuteAt) };

  const stop = minuteAt + hoursPerRunMax * hourMs;
  let spanMs = hourMs;
  while (minuteAt < minuteEnd && minuteAt < stop) {
    const next = Math.min(minuteEnd, Math.floor(minuteAt / hourMs) * hourMs + hourMs, minuteAt + spanMs);
    try {
      await rollUpMinutes(telemetry, minuteAt, next);
    } catch (error) {
      // An hour of a very busy installation may not fit into memory at once: take less of it.
      if (next - minuteAt <= minuteMs || !isTriopsError(error)) throw error;
      spanMs = Math.max(minuteMs, Math.floor((next - minuteAt) / 6 / minuteMs) * minuteMs);
      continue;
    }
    await writeProgress(telemetry, "1m", next);
    result.minutes += (next - minuteAt) / minuteMs;
    minuteAt = next;
  }
  if (progress["1m"] === null) await writeProgress(telemetry, "1m", minuteAt);

  let hourAt = progress["1h"] ?? Math.floor((minuteAt - result.minutes * minuteMs) / hourMs) * hourMs;
  const hourEnd = Math.floor(minuteAt / hourMs) * hourMs;
  while (hourAt < hourEnd) {
    await rollUpHour(telemetry, hourAt, "1");
    hourAt += hourMs;
    result.hours++;
    await writeProgress(telemetry, "1h", hourAt);
  }
  if (progress["1h"] === null) await writeProgress(telemetry, "1h", hourAt);

  result.lateHours = await rollUpLate(telemetry, progress.late ?? 0, nowMs, minuteAt);
  result.upTo = new Date(minuteAt);
  return result;
}

async function rollUpMinutes(telemetry: Telemetry, from: number, to: number): Promise<void> {
  const sql = minutesFromSamples("1");
  await telemetry.command({ name: "rollups.minutes", sql, params: { from, to }, timeoutSeconds: 120 });
}

async function rollUpHour(
  telemetry: Telemetry,
  hourMsStart: number,
  condition: string,
  workspaceId?: string,
) {
  await telemetry.command({
    name: "rollups.hours",
    sql: hoursFromMinutes(condition),
    params: { from: hourMsStart, to: hourMsStart + hourMs, ...(workspaceId ? { workspaceId } : {}) },
    timeoutSeconds: 120,
  });
}

async function firstHour(telemetry: Telemetry, nowMs: number): Promise<number | null> {
  const [row] = await telemetry.administer({
    name: "rollups.first",
    sql: "SELECT count() AS n, toUnixTimestamp64Milli(min(time)) AS first FROM metric_samples",
    row: z.object({ n: z.coerce.number(), first: z.coerce.number() }),
  });
  if (!row || row.n === 0) return null;
  return Math.floor(Math.min(row.first, nowMs) / hourMs) * hourMs;
}

/** A note is written by then, even when the store was slow. */
const settleMs = 15_000;

/** Computes again the hours that received samples after they had been rolled up. */
async function rollUpLate(
  telemetry: Telemetry,
  sinceMs: number,
  nowMs: number,
  doneMs: number,
): Promise<number> {
  const untilMs = nowMs - settleMs;
  const rows = await telemetry.administer({
    name: "rollups.late",
    sql: `SELECT toString(workspace_id) AS workspaceId, toString(toUnixTimestamp(toStartOfDay(hour))) AS day,
            arraySort(groupUniqArray(toUnixTimestamp(hour))) AS hours
          FROM metric_rollup_late
          WHERE noted_at > fromUnixTimestamp64Milli({since:Int64}, 'UTC')
            AND noted_at <= fromUnixTimestamp64Milli({until:Int64}, 'UTC')
          GROUP BY workspaceId, day ORDER BY day LIMIT 2000`,
    params: { since: sinceMs, until: untilMs },
    row: z.object({ workspaceId: z.uuid(), day: z.string(), hours: z.array(z.number()) }),
  });
  let count = 0;
  for (const { workspaceId, hours } of rows) {
    const starts = hours.map((hour) => hour * 1_000).filter((hour) => hour < doneMs);
    const [first] = starts;
    const last = starts.at(-1);
    if (first === undefined || last === undefined) continue;
    const condition = (column: string) =>
      `workspace_id = {workspaceId:UUID} AND toUnixTimestamp(toStartOfHour(${column})) IN (${idList(starts.map((at) => String(at / 1_000)))})`;
    const params = { workspaceId, from: first, to: Math.min(last + hourMs, doneMs) };
    const minutes = minutesFromSamples(condition("time"));
    await telemetry.command({ name: "rollups.lateMinutes", sql: minutes, params, timeoutSeconds: 120 });
    const hourly = hoursFromMinutes(condition("bucket"));
    const hoursTo = Math.floor(params.to / hourMs) * hourMs;
    if (hoursTo > first) {
      await telemetry.command({
        name: "rollups.lateHours",
        sql: hourly,
        params: { ...params, to: hoursTo },
        timeoutSeconds: 120,
      });
    }
    count += starts.length;
  }
  await writeProgress(telemetry, "late", untilMs);
  return count;
}
