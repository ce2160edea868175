import type { Outcome } from "./telemetry-load.ts";

/** All signals together. */
export function totalOf(outcomes: Record<string, Outcome>): Outcome {
  const total = { acknowledged: 0, refused: 0, missing: 0, doubled: 0 };
  for (const { acknowledged, refused, missing, doubled } of Object.values(outcomes)) {
    total.acknowledged += acknowledged;
    total.refused += refused;
    total.missing += missing;
    total.doubled += doubled;
  }
  return total;
}
