import { rollUpPast } from "@triops/telemetry/services/roll-up-past";
import type { World } from "../world.ts";

/** What the worker does for spans as they come, for spans of thirty days at once. */
export const rollUpTraffic = ({ runtime, workspace, days, retentionDays }: World): Promise<void> =>
  rollUpPast(runtime.telemetry, {
    ...{ workspaceId: workspace.id, retentionDays },
    window: { from: new Date(days.fromMs), to: new Date(days.toMs) },
    now: new Date(),
  });
