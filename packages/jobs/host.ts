import { type Clock, systemClock } from "@triops/kernel/clock";
import type { Logger } from "@triops/kernel/logger";
import { redisPrefix, waitForRedis } from "@triops/kernel/redis";
import { inSpan } from "@triops/kernel/span";
import { type Job, UnrecoverableError, WaitingError, Worker } from "bullmq";
import { isRedisAway, openQueues, openRedis } from "./connection.ts";
import { createDeadReporter, deadJobOf, type OnDead } from "./dead.ts";
import { type AnyJob, backoffMs, GiveUp, indexJobs } from "./define.ts";
import { runJob, Stopping } from "./run.ts";
import { startSchedules } from "./schedules.ts";
import { checkRedis, startedAttemptsMax, workerSettings } from "./settings.ts";
import { forgetFailedTicks, isTick, noteFailure, type Streak } from "./ticks.ts";
import { judgeProgress, type Line, type QueueSample, sampleQueue } from "./watchdog.ts";

const sampleMs = 15_000;
/** Time for handlers to finish, then for those told to stop: a supervisor that stops everything in 10 s kills after 4. */
const drainMs = 2_000;
const stopMs = 1_250;

export type QueueHealth = Omit<QueueSample, "oldestWaiting"> & {
  oldestWaitingMs: number;
  /** Of this process. */
  completed: number;
  failedRuns: number;
  lastCompletedAt: Date | null;
};

export type HostHealth = { sampledAt: Date | null; oldestWaitingMs: number; queues: QueueHealth[] };

export type Host = {
  /** The last sample (at most 15 s old while Redis answers) and this process's own counts. */
  health(): HostHealth;
  /** Stops taking jobs, waits for those running, hands unfinished ones back; at most 4 s. */
  close(): Promise<void>;
};

export type HostOptions<Services> = {
  redisUrl: string;
  jobs: readonly AnyJob<Services>[];
  services: Services;
  log: Logger;
  clock?: Clock;
  onDead: OnDead;
  /** A queue made no progress for a minute. By default the process exits, so that its supervisor restarts it. */
  onStuck?: (name: string, waitedMs: number) => void;
  /** Overrides for tests that cannot wait a minute. */
  settings?: Partial<Pick<typeof workerSettings, never>> & {
    lockDuration?: number;
    stalledInterval?: number;
  };
};

/**
 * Runs the jobs of a register. Each effect may happen twice: a run that loses its lock is started again
 * elsewhere while the first may still finish.
 * @throws on a duplicate name, a wrong schedule, or a Redis that may evict keys or does not answer in 10 s
 */
export async function startHost<Services>(options: HostOptions<Services>): Promise<Host> {
  const { log, services, redisUrl } = options;
  const clock = options.clock ?? systemClock;
  const onStuck = options.onStuck ?? (() => process.exit(1));
  const jobs = [...indexJobs(options.jobs).values()];
  const names = jobs.map((job) => job.name);
  const counts = new Map(names.map((name) => [name, emptyCounts()]));
  const running = new Set<AbortController>();

  const queues = openQueues(redisUrl, log, 5_000);
  await waitForRedis(queues.redis, 10_000);
  await checkRedis(queues.redis, log);
  const reporter = createDeadReporter(options.onDead, log);
  // One connection for all workers' commands; each has a second one of its own to wait on.
  const redis = openRedis(redisUrl, "blocking", log);
  const workers = jobs.map(openWorker);
  const schedules = await startSchedules(queues, jobs, log);
  reporter.tellMissed(queues, jobs).catch((error) => log.warn({ err: error }, "dead jobs were not read"));

  let samples: QueueSample[] = [];
  let sampledAt: Date | null = null;
  let line: Line = new Map();
  let sampling: Promise<void> = Promise.resolve();
  const sample = async (): Promise<void> => {
    samples = await Promise.all(names.map((name) => queues.use(name, sampleQueue)));
    sampledAt = clock.now();
    const judged = judgeProgress(line, samples, performance.now());
    line = judged.line;
    for (const { name, waitedMs } of judged.stuck) {
      log.fatal(
        { queue: name, waitedMs },
        "no progress on a queue; leaving so that the supervisor starts anew",
      );
      onStuck(name, waitedMs);
    }
    await reporter.tellAgain();
  };
  const tick = () => {
    // Redis away is no sign of a deaf worker: forget what was seen, and start watching when it is back.
    sampling = sample().catch((error) => {
      line = new Map();
      if (!isRedisAway(error) && error?.code !== "unavailable")
        log.error({ err: error }, "queues were not sampled");
    });
  };
  tick();
  const timer = setInterval(tick, sampleMs);
  log.info({ jobs: names }, "jobs are running");

  function openWorker(job: AnyJob<Services>): Worker {
    const count = counts.get(job.name) ?? emptyCounts();
    const jobLog = log.child({ job: job.name });
    let streak: Streak = null;
    // What an earlier process left behind counts as a streak: the first success clears it.
    let mayHaveFailedTicks = job.every !== undefined;
    const worker = new Worker(job.name, (bull, token) => work(job, bull, token, jobLog), {
      connection: redis,
      prefix: redisPrefix,
      concurrency: job.concurrency,
      ...workerSettings,
      ...options.settings,
      maxStartedAttempts: startedAttemptsMax(job.attempts),
      settings: { backoffStrategy: (made: number) => backoffMs(job.backoff, made, Math.random()) },
    });
    worker.on("error", (error) => {
      if (!isRedisAway(error)) jobLog.error({ err: error }, "worker fault");
    });
    worker.on("stalled", (jobId) =>
      jobLog.warn({ jobId }, "stalled: its worker lost the lock; it will run again"),
    );
    worker.on("completed", (bull) => {
      count.completed += 1;
      count.lastCompletedAt = clock.now();
      if (!mayHaveFailedTicks || !isTick(job, bull)) return;
      streak = null;
      mayHaveFailedTicks = false;
      forgetFailedTicks(queues, job).catch((error) => {
        mayHaveFailedTicks = true;
        jobLog.debug({ err: error }, "failed runs of the schedule were not cleared");
      });
    });
    worker.on("failed", (bull, error) => {
      count.failedRuns += 1;
      const fields = { err: error, jobId: bull?.id, attempt: bull?.attemptsMade };
      if (!bull || bull.finishedOn === undefined) return jobLog.warn(fields, "attempt failed");
      if (isTick(job, bull)) {
        mayHaveFailedTicks = true;
        const noted = noteFailure(streak, bull.finishedOn);
        streak = noted.streak;
        if (!noted.tell) return jobLog.warn(fields, "scheduled run failed; the next one makes up for it");
      }
      jobLog.error(fields, "job is dead");
      void reporter.tell(deadJobOf(job.name, bull));
    });
    return worker;
  }

  async function work(
    job: AnyJob<Services>,
    bull: Job,
    token: string | undefined,
    jobLog: Logger,
  ): Promise<void> {
    const controller = new AbortController();
    running.add(controller);
    const attempt = bull.attemptsMade + 1;
    const jobId = bull.id ?? "";
    const progress = async (fraction: number) => bull.updateProgress(Math.min(1, Math.max(0, fraction)));
    const runLog = jobLog.child({ jobId, attempt });
    const run = () =>
      runJob({ job, data: bull.data, attempt, services, clock, log: runLog, controller, progress });
    try {
      await inSpan(`job ${job.name}`, { "triops.job.id": jobId, "triops.job.attempt": attempt }, run);
    } catch (error) {
      if (error instanceof Stopping) {
        await bull.moveToWait(token);
        throw new WaitingError();
      }
      throw error instanceof GiveUp ? new UnrecoverableError(error.message) : error;
    } finally {
      running.delete(controller);
    }
  }

  return {
    health: () => describe(clock.now(), sampledAt, samples, counts),
    async close() {
      clearInterval(timer);
      const closed = Promise.allSettled(workers.map((worker) => worker.close()));
      const stopped = Promise.allSettled([schedules.stop(), sampling]);
      if (!(await within(drainMs, closed))) {
        log.warn({ running: running.size }, "handing unfinished jobs back");
        for (const controller of running) controller.abort(new Stopping());
        await within(stopMs, closed);
      }
      await within(250, stopped);
      redis.disconnect();
      await within(250, queues.close());
    },
  };
}

const emptyCounts = () => ({ completed: 0, failedRuns: 0, lastCompletedAt: null as Date | null });

function describe(
  now: Date,
  sampledAt: Date | null,
  samples: readonly QueueSample[],
  counts: ReadonlyMap<string, ReturnType<typeof emptyCounts>>,
): HostHealth {
  const queues = samples.map(({ oldestWaiting, ...sample }) => ({
    ...sample,
    ...(counts.get(sample.name) ?? emptyCounts()),
    oldestWaitingMs: oldestWaiting ? Math.max(0, now.getTime() - oldestWaiting.sinceMs) : 0,
  }));
  return { sampledAt, oldestWaitingMs: Math.max(0, ...queues.map((queue) => queue.oldestWaitingMs)), queues };
}

/** Whether `work` settled within `limitMs`. */
async function within(limitMs: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), limitMs);
  });
  const settled = await Promise.race([work.then(() => true as const), late]);
  clearTimeout(timer);
  return settled;
}
