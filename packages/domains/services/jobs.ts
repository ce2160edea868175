import { defineJob } from "@triops/jobs/define";
import { discoverServices } from "@triops/telemetry/services/discover";
import { publishMetrics } from "@triops/telemetry/services/publish-metrics";
import { rollUpSpans } from "@triops/telemetry/services/roll-up";
import { z } from "zod";
import type { Runtime } from "../runtime.ts";
import { takeIn } from "./discover.ts";

const nothing = z.object({}) as z.ZodType<Record<string, never>>;

/** When each series was last described; forgotten with the process, which only describes them again. */
const announced = new Map<string, number>();
const announcedMax = 500_000;

/** Requests, errors, durations and edges of what came lately, then the same as metrics. */
export const rollUp = defineJob<Record<string, never>, Runtime>({
  name: "services.roll-up",
  payload: nothing,
  attempts: 1,
  timeoutMs: 300_000,
  concurrency: 1,
  dedupe: () => "roll-up",
  every: { seconds: 15 },
  run: async ({ services, now, log }) => {
    const result = await rollUpSpans(services.telemetry, { now });
    if (announced.size > announcedMax) announced.clear();
    try {
      await publishMetrics(services.telemetry, { now, announced });
    } catch (error) {
      // What was to be described may not be stored.
      announced.clear();
      throw error;
    }
    if (result.slices > 10) log.info(result, "spans rolled up");
  },
});

/** A little longer than the pause between two runs, and than a worker takes to come back. */
const lookBackMs = 600_000;

export const discover = defineJob<Record<string, never>, Runtime>({
  name: "services.discover",
  payload: nothing,
  attempts: 1,
  timeoutMs: 120_000,
  concurrency: 1,
  dedupe: () => "discover",
  every: { seconds: 30 },
  run: async ({ services, now, log }) => {
    const found = await discoverServices(services.telemetry, new Date(now.getTime() - lookBackMs));
    const result = await takeIn(services.database, found);
    if (result.added > 0) log.info(result, "services found");
    if (result.refused > 0) log.warn(result, "more services than a workspace may have");
  },
});
