import { conflict, notFound } from "@triops/kernel/errors";
import type { Logger } from "@triops/kernel/logger";
import type { Job as BullJob, Queue } from "bullmq";
import { openQueues } from "./connection.ts";
import type { AnyJob, Every } from "./define.ts";
import { sampleQueue, waitingSinceMs } from "./watchdog.ts";

export const jobStates = ["waiting", "active", "delayed", "failed", "completed"] as const;
export type JobState = (typeof jobStates)[number];

export type JobStatus = {
  name: string;
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
  /** Kept for an hour, at most a thousand. */
  completed: number;
  oldestWaitingMs: number;
  paused: boolean;
  schedule: Every | null;
  nextRunAt: Date | null;
  lastRunAt: Date | null;
  lastDurationMs: number | null;
};

export type JobRecord = {
  id: string;
  name: string;
  state: JobState;
  payload: unknown;
  attempts: number;
  attemptsMax: number;
  /** From 0 to 1, null when the handler never said. */
  progress: number | null;
  reason: string | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
};

export type Inspector = {
  inspect(): Promise<JobStatus[]>;
  /** Newest first, waiting and delayed ones next to run first. @param limit at most 200 */
  list(name: string, state: JobState, cursor: string | null, limit: number): Promise<JobPage>;
  /** Runs a dead job again with all its attempts. @throws not_found, conflict when it is not failed */
  retry(name: string, jobId: string): Promise<void>;
  /** @throws not_found, conflict while it runs */
  remove(name: string, jobId: string): Promise<void>;
  /** Jobs may still be enqueued; none starts until resumed. */
  pause(name: string): Promise<void>;
  resume(name: string): Promise<void>;
  close(): Promise<void>;
};

export type JobPage = { data: JobRecord[]; nextCursor: string | null };

/** What the Jobs page reads and does. Every call throws unavailable when Redis is away. */
export function createInspector<Services>(options: {
  redisUrl: string;
  jobs: readonly AnyJob<Services>[];
  log: Logger;
}): Inspector {
  const queues = openQueues(options.redisUrl, options.log, 3_000);
  const byName = new Map(options.jobs.map((job) => [job.name, job]));

  const use = <Result>(name: string, ask: (queue: Queue) => Promise<Result>): Promise<Result> => {
    if (!byName.has(name)) throw notFound("job queue");
    return queues.use(name, ask);
  };
  const withJob = (name: string, jobId: string, act: (job: BullJob) => Promise<void>): Promise<void> =>
    use(name, async (queue) => {
      const job = await queue.getJob(jobId);
      if (!job) throw notFound("job");
      await act(job);
    });

  return {
    inspect: () =>
      Promise.all(options.jobs.map((job) => use(job.name, (queue) => statusOf(queue, job.every)))),
    list: async (name, state, cursor, limit) => use(name, (queue) => pageOf(queue, state, cursor, limit)),
    retry: async (name, jobId) =>
      withJob(name, jobId, async (job) => {
        if ((await job.getState()) !== "failed") throw conflict("Only a failed job can be run again");
        await job.retry("failed", { resetAttemptsMade: true, resetAttemptsStarted: true });
      }),
    remove: async (name, jobId) =>
      withJob(name, jobId, async (job) => {
        if ((await job.getState()) === "active") throw conflict("A running job cannot be removed");
        await job.remove();
      }),
    pause: async (name) => use(name, (queue) => queue.pause()),
    resume: async (name) => use(name, (queue) => queue.resume()),
    close: () => queues.close(),
  };
}

async function statusOf(queue: Queue, every: Every | undefined): Promise<JobStatus> {
  const [sample, completed, scheduler, lastCompleted, lastFailed] = await Promise.all([
    sampleQueue(queue),
    queue.getCompletedCount(),
    queue.getJobScheduler(queue.name),
    queue.getCompleted(0, 0),
    queue.getFailed(0, 0),
  ]);
  const { oldestWaiting, ...counts } = sample;
  const last = [...lastCompleted, ...lastFailed].sort((a, b) => (b.finishedOn ?? 0) - (a.finishedOn ?? 0))[0];
  const startedMs = last?.processedOn;
  return {
    ...counts,
    completed,
    oldestWaitingMs: oldestWaiting ? Math.max(0, Date.now() - oldestWaiting.sinceMs) : 0,
    schedule: every ?? null,
    nextRunAt: scheduler?.next ? new Date(scheduler.next) : null,
    lastRunAt: startedMs ? new Date(startedMs) : null,
    lastDurationMs: startedMs && last.finishedOn ? last.finishedOn - startedMs : null,
  };
}

/** Redis keeps these by position, so the cursor is one; a job may show twice or be skipped while the queue moves. */
async function pageOf(queue: Queue, state: JobState, cursor: string | null, limit: number): Promise<JobPage> {
  const start = Math.max(0, Number.parseInt(cursor ?? "0", 10) || 0);
  const size = Math.min(Math.max(1, limit), 200);
  const nextFirst = state === "waiting" || state === "delayed";
  const types = state === "waiting" ? (["waiting", "prioritized"] as const) : ([state] as const);
  const jobs = await queue.getJobs([...types], start, start + size, nextFirst);
  return {
    data: jobs.slice(0, size).map((job) => recordOf(job, state)),
    nextCursor: jobs.length > size ? String(start + size) : null,
  };
}

function recordOf(job: BullJob, state: JobState): JobRecord {
  return {
    id: job.id ?? "",
    name: job.name,
    state,
    payload: job.data,
    attempts: Math.max(job.attemptsMade, job.attemptsStarted),
    attemptsMax: job.opts.attempts ?? 1,
    progress: typeof job.progress === "number" ? job.progress : null,
    reason: job.failedReason || null,
    createdAt: new Date(state === "waiting" ? waitingSinceMs(job) : job.timestamp),
    startedAt: job.processedOn ? new Date(job.processedOn) : null,
    finishedAt: job.finishedOn ? new Date(job.finishedOn) : null,
  };
}
