import type { Telemetry } from "../client/telemetry.ts";
import { recentProgress } from "../rollups/progress.ts";
import { chooseSource, type Source } from "./step.ts";

export type SourcePlan = {
  source: Source;
  /** Rollups are complete before this time; what follows is read from the samples. Epoch ms, 0 for samples alone. */
  rolledUpToMs: number;
};

/** Rollups where they help and cover at least a part of the range, samples otherwise. */
export async function planSource(
  telemetry: Telemetry,
  range: { stepMs: number; fromMs: number; toMs: number; isPercentile: boolean },
): Promise<SourcePlan> {
  const source = chooseSource(range.stepMs, range.toMs - range.fromMs, range.isPercentile);
  if (source === "raw") return { source, rolledUpToMs: 0 };
  const rolledUpToMs = (await recentProgress(telemetry))[source] ?? 0;
  return rolledUpToMs > range.fromMs ? { source, rolledUpToMs } : { source: "raw", rolledUpToMs: 0 };
}
