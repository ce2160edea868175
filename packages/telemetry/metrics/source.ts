import type { Telemetry } from "../client/telemetry.ts";
import { pendingLate, recentProgress } from "../rollups/progress.ts";
import { chooseSource, type Source } from "./step.ts";

export type SourcePlan = {
  source: Source;
  /** Rollups are complete before this time; what follows is read from the samples. Epoch ms, 0 for samples alone. */
  rolledUpToMs: number;
};

/**
 * Rollups where they help and cover at least a part of the range, samples otherwise. What arrived late and is not
 * rolled up yet is read from the samples, so that a history is there as soon as it was accepted.
 */
export async function planSource(
  telemetry: Telemetry,
  range: { workspaceId: string; stepMs: number; fromMs: number; toMs: number; isPercentile: boolean },
): Promise<SourcePlan> {
  const source = chooseSource(range.stepMs, range.toMs - range.fromMs, range.isPercentile);
  if (source === "raw") return { source, rolledUpToMs: 0 };
  const [progress, pending] = await Promise.all([recentProgress(telemetry), pendingLate(telemetry)]);
  const rolledUpToMs = Math.min(
    progress[source] ?? 0,
    pending.get(range.workspaceId) ?? Number.POSITIVE_INFINITY,
  );
  return rolledUpToMs > range.fromMs ? { source, rolledUpToMs } : { source: "raw", rolledUpToMs: 0 };
}
