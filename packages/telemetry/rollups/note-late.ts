import type { Telemetry } from "../client/telemetry.ts";

/** An hour of one workspace that received samples after it may have been rolled up. */
export type LateHour = { workspaceId: string; hourMs: number };

/** Call it after the samples are stored and before they are acknowledged. @throws unavailable */
export async function noteLateHours(
  telemetry: Telemetry,
  hours: readonly LateHour[],
  options: { now: Date; token: string; waitMsMax?: number },
): Promise<void> {
  const rows = hours.map((late) => ({
    workspace_id: late.workspaceId,
    hour: late.hourMs / 1_000,
    noted_at: options.now.toISOString(),
  }));
  const { token, waitMsMax } = options;
  await telemetry.insertRows({
    table: "metric_rollup_late",
    rows,
    token,
    ...(waitMsMax ? { waitMsMax } : {}),
  });
}
