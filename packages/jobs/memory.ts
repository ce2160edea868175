import { type Clock, systemClock } from "@triops/kernel/clock";
import { createLogger, type Logger } from "@triops/kernel/logger";
import { type AnyJob, GiveUp, indexJobs } from "./define.ts";
import { checkEnqueue, type JobQueue } from "./enqueue.ts";
import { runJob } from "./run.ts";

export type MemoryJob = { id: string; name: string; payload: unknown; delayMs: number };
export type DeadMemoryJob = { id: string; name: string; payload: unknown; reason: string; attempts: number };

export type MemoryJobs = JobQueue & {
  /** Runs what waits, delayed jobs too, and what those enqueue, until nothing is left. */
  drain(): Promise<void>;
  /** Runs one job now, as its schedule would. @throws what the last attempt threw */
  runNow(name: string, payload?: unknown): Promise<void>;
  waiting: MemoryJob[];
  done: MemoryJob[];
  dead: DeadMemoryJob[];
};

/**
 * Jobs without Redis, for tests: same payload check, attempts (without waiting between them), folding and ids.
 * @param services a function, because services usually contain this very queue
 * @param immediate run inside `enqueue` instead of waiting for `drain()`
 */
export function createMemoryJobs<Services>(options: {
  jobs: readonly AnyJob<Services>[];
  services: () => Services;
  immediate?: boolean;
  clock?: Clock;
  log?: Logger;
}): MemoryJobs {
  const byName = indexJobs(options.jobs);
  const clock = options.clock ?? systemClock;
  const log = options.log ?? createLogger("jobs", "silent");
  const waiting: (MemoryJob & { foldId: string | undefined })[] = [];
  const done: MemoryJob[] = [];
  const dead: DeadMemoryJob[] = [];
  const usedIds = new Set<string>();
  let draining: Promise<void> | null = null;
  let counter = 0;

  const jobOf = (name: string): AnyJob<Services> => {
    const job = byName.get(name);
    if (!job) throw new Error(`No job is named ${name}`);
    return job;
  };

  const attemptOnce = (job: AnyJob<Services>, data: unknown, attempt: number): Promise<void> =>
    runJob({
      job,
      data,
      attempt,
      services: options.services(),
      clock,
      log,
      controller: new AbortController(),
      progress: async () => {},
    });

  const runAll = async (entry: MemoryJob): Promise<void> => {
    const job = jobOf(entry.name);
    for (let attempt = 1; ; attempt++) {
      try {
        // Through JSON, as Redis would hand it over.
        await attemptOnce(job, JSON.parse(JSON.stringify(entry.payload)), attempt);
        done.push(entry);
        return;
      } catch (error) {
        if (attempt < job.attempts && !(error instanceof GiveUp)) continue;
        const reason = error instanceof Error ? error.message : String(error);
        dead.push({ id: entry.id, name: entry.name, payload: entry.payload, reason, attempts: attempt });
        return;
      }
    }
  };

  const drain = (): Promise<void> => {
    draining ??= (async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await runAll(next);
    })().finally(() => {
      draining = null;
    });
    return draining;
  };

  return {
    waiting,
    done,
    dead,
    drain,
    async runNow(name, payload = {}) {
      await attemptOnce(jobOf(name), payload, 1);
    },
    async enqueue(job, payload, enqueueOptions = {}) {
      checkEnqueue(job, payload, enqueueOptions);
      jobOf(job.name);
      const id = enqueueOptions.id ?? `memory-${++counter}`;
      const foldId = job.dedupe?.(payload);
      const folds = foldId !== undefined && waiting.some((w) => w.name === job.name && w.foldId === foldId);
      if (folds || usedIds.has(`${job.name}/${id}`)) return;
      usedIds.add(`${job.name}/${id}`);
      waiting.push({ id, name: job.name, payload, delayMs: enqueueOptions.delayMs ?? 0, foldId });
      // A handler that enqueues must not wait for the drain it is part of.
      if (options.immediate && !draining) await drain();
    },
    ping: async () => {},
    close: async () => {},
  };
}
