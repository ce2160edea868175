import type { Logger } from "@triops/kernel/logger";
import type { Job } from "bullmq";
import type { Queues } from "./connection.ts";
import type { Every } from "./define.ts";
import { isTick } from "./ticks.ts";

/** A job that will not run again by itself. */
export type DeadJob = {
  queue: string;
  name: string;
  jobId: string;
  payload: unknown;
  reason: string;
  /** Runs that were started, including those that ended with their process. */
  attempts: number;
  failedAt: Date;
};

/** Must be idempotent by (queue, jobId): the same death may be told again after a restart. */
export type OnDead = (dead: DeadJob) => Promise<void>;

export function deadJobOf(queue: string, job: Job): DeadJob {
  return {
    queue,
    name: job.name,
    jobId: job.id ?? "",
    payload: job.data,
    reason: job.failedReason ?? "unknown",
    attempts: Math.max(job.attemptsStarted, job.attemptsMade),
    failedAt: new Date(job.finishedOn ?? Date.now()),
  };
}

const retellMs = 24 * 3_600_000;
const retellMax = 100;

type Declared = { name: string; every?: Every | undefined };

/** Tells `onDead` of every death, again when it failed (its store may be away), and at boot what was missed. */
export function createDeadReporter(onDead: OnDead, log: Logger) {
  const untold = new Map<string, DeadJob>();

  const tell = async (dead: DeadJob): Promise<void> => {
    const key = `${dead.queue}/${dead.jobId}`;
    try {
      await onDead(dead);
      untold.delete(key);
    } catch (error) {
      log.warn(
        { err: error, job: dead.name, jobId: dead.jobId },
        "could not record a dead job; will try again",
      );
      untold.set(key, dead);
    }
  };

  const tellAgain = async (): Promise<void> => {
    for (const dead of [...untold.values()]) await tell(dead);
  };

  const tellMissed = async (queues: Queues, jobs: readonly Declared[]): Promise<void> => {
    const since = Date.now() - retellMs;
    for (const job of jobs) {
      const failed = await queues.use(job.name, (queue) => queue.getFailed(0, retellMax - 1));
      for (const run of failed) {
        if ((run.finishedOn ?? 0) > since && !isTick(job, run)) await tell(deadJobOf(job.name, run));
      }
    }
  };

  return { tell, tellAgain, tellMissed };
}
