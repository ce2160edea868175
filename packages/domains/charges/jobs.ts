import { jobFactory } from "@triops/jobs/define";
import { isTriopsError } from "@triops/kernel/errors";
import { z } from "zod";
import type { Runtime } from "../runtime.ts";
import { repriceJob } from "./job-refs.ts";
import { runRepricing } from "./run-repricing.ts";

const define = jobFactory<Runtime>();
const timeoutMs = 600_000;

/** Long windows are taken in several runs: one that is out of time leaves its cursor to the next. */
export const reprice = define({
  ...repriceJob,
  timeoutMs,
  concurrency: 1,
  run: async ({ services: runtime, payload: { repricingId }, signal, attempt }) => {
    const outOfTime = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs * 0.8)]);
    try {
      await runRepricing(runtime, repricingId, outOfTime);
    } catch (error) {
      if (attempt < repriceJob.attempts) throw error;
      await runtime.database.repricing.updateMany({
        where: { id: repricingId, state: { in: ["waiting", "running"] } },
        data: {
          state: "failed",
          error: isTriopsError(error) ? error.message : "It failed; start it again",
          finishedAt: runtime.clock.now(),
        },
      });
      throw error;
    }
  },
});

/** A run that nobody moved for so long was left by a process that ended, or never heard of. */
const idleMs = 60_000;

export const resumeRepricings = define({
  name: "charges.resume-repricings",
  payload: z.object({}),
  attempts: 1,
  timeoutMs: 30_000,
  every: { seconds: 30 },
  run: async ({ services: { database, queue }, now }) => {
    const left = await database.repricing.findMany({
      where: {
        state: { in: ["waiting", "running"] },
        updatedAt: { lt: new Date(now.getTime() - idleMs) },
      },
      select: { id: true },
      take: 100,
    });
    for (const { id } of left) await queue.enqueue(repriceJob, { repricingId: id });
  },
});
