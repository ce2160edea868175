import { jobFactory } from "@triops/jobs/define";
import { z } from "zod";
import type { Runtime } from "../runtime.ts";
import { lapseDue } from "./lapse.ts";

/** After a start: claims that could not reach us while we were away are repeated within a minute. */
const settleSeconds = 90;

export const lapse = jobFactory<Runtime>()({
  name: "alerts.lapse",
  payload: z.object({}),
  attempts: 1,
  timeoutMs: 60_000,
  every: { seconds: 5 },
  run: async ({ services, signal }) => {
    if (process.uptime() >= settleSeconds) await lapseDue(services, signal);
  },
});
