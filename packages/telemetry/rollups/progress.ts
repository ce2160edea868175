import { z } from "zod";
import type { Telemetry } from "../client/telemetry.ts";

export type RollupStep = "1m" | "1h" | "late";

/** Up to which time each rollup is complete, in epoch milliseconds; null before the first run. */
export type Progress = Record<RollupStep, number | null>;

export async function readProgress(telemetry: Telemetry): Promise<Progress> {
  const rows = await telemetry.administer({
    name: "rollups.progress",
    sql: "SELECT step, toUnixTimestamp64Milli(max(up_to)) AS upTo FROM metric_rollup_progress GROUP BY step",
    row: z.object({ step: z.enum(["1m", "1h", "late"]), upTo: z.coerce.number() }),
  });
  const progress: Progress = { "1m": null, "1h": null, late: null };
  for (const row of rows) progress[row.step] = row.upTo;
  return progress;
}

const keptMs = 5_000;
const kept = new WeakMap<Telemetry, { at: number; progress: Promise<Progress> }>();

/** The same, at most five seconds old: an older answer only means that a little more is read from the samples. */
export function recentProgress(telemetry: Telemetry): Promise<Progress> {
  const known = kept.get(telemetry);
  const now = performance.now();
  if (known && now - known.at < keptMs) return known.progress;
  const progress = readProgress(telemetry);
  kept.set(telemetry, { at: now, progress });
  progress.catch(() => kept.delete(telemetry));
  return progress;
}

const pendingKeptMs = 1_000;
const keptPending = new WeakMap<Telemetry, { at: number; pending: Promise<Map<string, number>> }>();

/**
 * Start of the earliest hour, per workspace, that received samples after it was rolled up and waits to be computed
 * again: from there on samples say more than rollups, until the next run. At most a second old.
 */
export function pendingLate(telemetry: Telemetry): Promise<Map<string, number>> {
  const known = keptPending.get(telemetry);
  const now = performance.now();
  if (known && now - known.at < pendingKeptMs) return known.pending;
  const pending = readPendingLate(telemetry);
  keptPending.set(telemetry, { at: now, pending });
  pending.catch(() => keptPending.delete(telemetry));
  return pending;
}

async function readPendingLate(telemetry: Telemetry): Promise<Map<string, number>> {
  const { late } = await recentProgress(telemetry);
  const rows = await telemetry.administer({
    name: "rollups.pendingLate",
    sql: `SELECT toString(workspace_id) AS workspaceId, toUnixTimestamp(min(hour)) AS first
          FROM metric_rollup_late WHERE noted_at > fromUnixTimestamp64Milli({since:Int64}, 'UTC')
          GROUP BY workspaceId`,
    params: { since: late ?? 0 },
    row: z.object({ workspaceId: z.string(), first: z.coerce.number() }),
  });
  return new Map(rows.map((row) => [row.workspaceId, row.first * 1_000]));
}

export async function writeProgress(telemetry: Telemetry, step: RollupStep, upToMs: number): Promise<void> {
  await telemetry.command({
    name: "rollups.progress",
    sql: `INSERT INTO metric_rollup_progress
          SELECT {step:String}, fromUnixTimestamp64Milli({upTo:Int64}, 'UTC'), now64(3)`,
    params: { step, upTo: upToMs },
  });
}
