import type { Stores } from "@triops/embedded/stores";
import type { Telemetry } from "@triops/telemetry/client/telemetry";

/** One list at its size: fills the stores and names the questions that its screen asks. */
export type ListBench = {
  name: string;
  prepare(world: World): Promise<Record<string, () => Promise<unknown>>>;
};

export type World = { stores: Stores; telemetry: Telemetry; workspaceId: string };

/** The value below which 95 % lie. */
export function p95(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * 0.95) - 1)] ?? Number.NaN;
}
