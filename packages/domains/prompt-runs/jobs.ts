import { jobFactory } from "@triops/jobs/define";
import { z } from "zod";
import type { Runtime } from "../runtime.ts";
import { lostAfterMs } from "./rules.ts";

/** Runs whose process ended before it could say how they went. */
export const settle = jobFactory<Runtime>()({
  name: "prompt-runs.settle",
  payload: z.object({}),
  attempts: 1,
  timeoutMs: 60_000,
  dedupe: () => "settle",
  every: { seconds: 120 },
  run: async ({ services, now }) => {
    await services.database.promptRun.updateMany({
      where: { state: "running", createdAt: { lt: new Date(now.getTime() - lostAfterMs) } },
      data: {
        state: "failed",
        errorCode: "lost",
        errorMessage: "The process that ran it ended before the answer was complete",
        finishedAt: now,
      },
    });
  },
});
