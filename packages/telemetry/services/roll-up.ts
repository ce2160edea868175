import { z } from "zod";
import type { Telemetry, Window } from "../client/telemetry.ts";
import { edgeMinutes } from "./edge-minutes.ts";
import { admitOperations, hours, minutesReceived, serviceMinutes } from "./minutes.ts";
import { readProgress, writeProgress } from "./progress.ts";

const minuteMs = 60_000;
const hourMs = 3_600_000;

/** A span is stored at most this long after the gateway noted when it came, retries of the insert included. */
const settleMs = 30_000;
/** One step of a run takes in what came within this time, and one run takes at most so many steps. */
const sliceMs = 600_000;
const slicesMax = 288;
const timeoutSeconds = 120;

export type SpanRollUp = { minutes: number; slices: number; behindMs: number };

type Minute = { workspaceId: string; minuteMs: number; days: number };

/**
 * Computes again every minute that took in spans since the last run: requests, errors and durations per operation,
 * and the edges between services. A minute is always computed as a whole from its spans and outdates what was computed
 * before, so that late, resent and repeated spans, and a run cut short, all end in the same figures.
 * @throws unavailable
 */
export async function rollUpSpans(telemetry: Telemetry, options: { now: Date }): Promise<SpanRollUp> {
  const nowMs = options.now.getTime();
  const known = (await readProgress(telemetry)).spans ?? (await firstReceived(telemetry));
  const result: SpanRollUp = { minutes: 0, slices: 0, behindMs: 0 };
  if (known === null) return result;
  let sinceMs = known;
  while (sinceMs < nowMs && result.slices < slicesMax) {
    const untilMs = Math.min(nowMs, sinceMs + sliceMs);
    // What came just before may not have been stored when the run before looked.
    const span = { since: sinceMs - settleMs, until: untilMs };
    const touched = await readTouched(telemetry, span);
    if (touched.length > 0) await computeAgain(telemetry, span, touched, nowMs + result.slices);
    await writeProgress(telemetry, "spans", untilMs);
    result.minutes += touched.length;
    result.slices++;
    sinceMs = untilMs;
  }
  result.behindMs = nowMs - sinceMs;
  return result;
}

async function firstReceived(telemetry: Telemetry): Promise<number | null> {
  const [row] = await telemetry.administer({
    name: "services.first",
    sql: "SELECT count() AS n, toUnixTimestamp64Milli(min(received_at)) AS first FROM spans",
    row: z.object({ n: z.coerce.number(), first: z.coerce.number() }),
    timeoutSeconds,
  });
  return row && row.n > 0 ? row.first : null;
}

async function readTouched(telemetry: Telemetry, span: { since: number; until: number }): Promise<Minute[]> {
  const rows = await telemetry.administer({
    name: "services.touched",
    sql: minutesReceived,
    params: span,
    row: z.object({ workspaceId: z.uuid(), minute: z.coerce.number(), days: z.coerce.number() }),
    timeoutSeconds,
  });
  return rows.map(({ workspaceId, minute, days }) => ({ workspaceId, minuteMs: minute * 1_000, days }));
}

async function computeAgain(
  telemetry: Telemetry,
  span: { since: number; until: number },
  touched: readonly Minute[],
  version: number,
): Promise<void> {
  const command = (name: string, sql: string, params: Parameters<Telemetry["command"]>[0]["params"]) =>
    telemetry.command({ name: `services.${name}`, sql, params: params ?? {}, timeoutSeconds });
  const workspaces = [...new Set(touched.map(({ workspaceId }) => workspaceId))];
  await command("operations", admitOperations, { ...span, workspaces });
  const around = withNeighbours(touched);
  for (const [part, minutes, statement] of [
    ["service", touched, serviceMinutes],
    ["service_edge", around, edgeMinutes],
  ] as const) {
    for (const [hour, some] of Map.groupBy(minutes, (one) => Math.floor(one.minuteMs / hourMs) * hourMs)) {
      const starts = some.map((one) => one.minuteMs);
      await command(part, statement, {
        workspaces: some.map((one) => one.workspaceId),
        minutes: some.map((one) => one.minuteMs / 1_000),
        days: some.map((one) => one.days),
        from: Math.min(...starts),
        to: Math.max(...starts) + minuteMs,
        version,
      });
      await command(`${part}_hours`, hours(part), {
        workspaces: [...new Set(some.map((one) => one.workspaceId))],
        from: hour,
        to: hour + hourMs,
        version,
      });
    }
  }
}

/** A call may reach the other service in the next minute, and its two spans may arrive at different times. */
function withNeighbours(touched: readonly Minute[]): Minute[] {
  const all = new Map<string, Minute>();
  for (const one of touched) {
    for (const shift of [-minuteMs, 0, minuteMs]) {
      const at = one.minuteMs + shift;
      all.set(`${one.workspaceId} ${at}`, { ...one, minuteMs: at });
    }
  }
  return [...all.values()];
}

/** Operations of spans that were received within the window. */
export const admitPast = (telemetry: Telemetry, workspaceId: string, { from, to }: Window): Promise<void> =>
  telemetry.command({
    name: "services.operations",
    sql: admitOperations,
    params: { since: from.getTime(), until: to.getTime(), workspaces: [workspaceId] },
    timeoutSeconds,
  });

/**
 * Computes every minute of a stretch of one workspace, and the hours that it begins or ends. The stretch begins on a
 * full hour.
 */
export async function computeMinutes(
  telemetry: Telemetry,
  stretch: { workspaceId: string; fromMs: number; untilMs: number; days: number },
  version: number,
): Promise<void> {
  const { workspaceId, fromMs, untilMs, days } = stretch;
  const found = await telemetry.administer({
    name: "services.minutes",
    sql: `SELECT toUnixTimestamp(toStartOfMinute(time)) AS minute FROM spans
          WHERE workspace_id = {workspaceId:UUID} AND time >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
            AND time < fromUnixTimestamp64Milli({until:Int64}, 'UTC') GROUP BY minute ORDER BY minute`,
    params: { workspaceId, from: fromMs, until: untilMs },
    row: z.object({ minute: z.coerce.number() }),
    timeoutSeconds,
  });
  if (found.length === 0) return;
  const minutes = found.map(({ minute }) => minute);
  const workspaces = [workspaceId];
  const command = (name: string, sql: string, params: Parameters<Telemetry["command"]>[0]["params"]) =>
    telemetry.command({ name: `services.${name}`, sql, params: params ?? {}, timeoutSeconds });
  for (const [part, statement] of [
    ["service", serviceMinutes],
    ["service_edge", edgeMinutes],
  ] as const) {
    await command(part, statement, {
      workspaces: minutes.map(() => workspaceId),
      minutes,
      days: minutes.map(() => days),
      from: fromMs,
      to: untilMs,
      version,
    });
    await command(`${part}_hours`, hours(part), { workspaces, from: fromMs, to: untilMs, version });
  }
}
