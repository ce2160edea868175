import { defineJob } from "@triops/jobs/define";
import { rollUpMetrics } from "@triops/telemetry/rollups/roll-up";
import { z } from "zod";
import type { Runtime } from "../runtime.ts";

/** Builds the one-minute and one-hour rollups of what is finished. Catches up by itself after an outage. */
export const rollUp = defineJob<Record<string, never>, Runtime>({
  name: "metrics.roll-up",
  payload: z.object({}) as z.ZodType<Record<string, never>>,
  attempts: 1,
  timeoutMs: 300_000,
  concurrency: 1,
  dedupe: () => "roll-up",
  every: { seconds: 60 },
  run: async ({ services, now, log }) => {
    const result = await rollUpMetrics(services.telemetry, { now });
    if (result.minutes > 10 || result.lateHours > 0) log.info(result, "metrics rolled up");
  },
});
