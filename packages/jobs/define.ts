import type { Logger } from "@triops/kernel/logger";
import type { z } from "zod";

/** Wait before attempt n + 1: `delayMs`, or `delayMs · 2^(n-1)` (at most an hour) with up to half as jitter. */
export type Backoff = { kind: "exponential" | "fixed"; delayMs: number };

/** A cron pattern of five or six fields in UTC, or a whole number of seconds. Never both. */
export type Every = { pattern: string } | { seconds: number };

export type RunArgs<Payload, Services> = {
  payload: Payload;
  services: Services;
  /** Aborted when `timeoutMs` has passed or the process stops; pass it on to whatever waits. */
  signal: AbortSignal;
  now: Date;
  /** 1 on the first run. A stalled job runs again with the same number: effects need keys of their own. */
  attempt: number;
  log: Logger;
  /** Tells the Jobs page how far the run is, from 0 to 1. */
  progress(fraction: number): Promise<void>;
};

export type JobSpec<Payload, Services> = {
  /** `<noun>.<verb>`; also the queue's name. */
  name: string;
  /** Payloads carry ids, never secrets or texts, and only ever grow: old ones must still parse. */
  payload: z.ZodType<Payload>;
  /** Runs before the job is dead. Default 5. */
  attempts?: number;
  /** Default exponential from one second. */
  backoff?: Backoff;
  /** One run; then `signal` aborts and the attempt has failed. Default one minute. */
  timeoutMs?: number;
  /** Runs at once in one process. Default 1. */
  concurrency?: number;
  /**
   * Jobs with the same key fold: while one waits, later ones are dropped; while one runs, exactly one more
   * is kept (the newest payload), so that a change made during a run is never missed.
   */
  dedupe?(payload: Payload): string;
  /** Also runs by itself with the payload `{}`. A late or missed tick is normal: judge by watermark. */
  every?: Every;
  /** Must be idempotent: delivery is at least once. Throw to fail the attempt, `giveUp()` to fail for good. */
  run(args: RunArgs<Payload, Services>): Promise<void>;
};

export type Job<Payload, Services> = JobSpec<Payload, Services> &
  Required<Pick<JobSpec<Payload, Services>, "attempts" | "backoff" | "timeoutMs" | "concurrency">>;

/**
 * A job whose payload type is forgotten: what registers and hosts hold. Only `payload` knows what `run` takes, and a
 * job that needs less than `Services` fits too.
 */
export type AnyJob<Services> = Omit<Job<never, Services>, "payload"> & { payload: z.ZodType<unknown> };

const nameShape = /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$/;

/** Declares a job; starts nothing. @throws when the declaration could never work */
export function defineJob<Payload, Services>(spec: JobSpec<Payload, Services>): Job<Payload, Services> {
  const fault = faultOf(spec);
  if (fault) throw new Error(`Job ${spec.name}: ${fault}`);
  return {
    ...spec,
    attempts: spec.attempts ?? 5,
    backoff: spec.backoff ?? { kind: "exponential", delayMs: 1_000 },
    timeoutMs: spec.timeoutMs ?? 60_000,
    concurrency: spec.concurrency ?? 1,
  };
}

/** `defineJob` for one services type, so that declarations infer their payload: `const define = jobFactory<Services>()`. */
export function jobFactory<Services>() {
  return <Payload>(spec: JobSpec<Payload, Services>): Job<Payload, Services> => defineJob(spec);
}

function faultOf<Payload, Services>(spec: JobSpec<Payload, Services>): string | null {
  if (!nameShape.test(spec.name)) return "a name is <noun>.<verb> in lower case";
  for (const key of ["attempts", "concurrency", "timeoutMs"] as const) {
    const value = spec[key];
    if (value !== undefined && (!Number.isInteger(value) || value < 1))
      return `${key} must be a whole number ≥ 1`;
  }
  if (spec.every && "seconds" in spec.every) {
    if (!Number.isInteger(spec.every.seconds) || spec.every.seconds < 1)
      return "every.seconds must be whole and ≥ 1";
  }
  if (spec.every && !spec.payload.safeParse({}).success) return "a scheduled job must accept the payload {}";
  return null;
}

/** Thrown by a handler when trying again cannot help; the job is dead at once. */
export class GiveUp extends Error {
  constructor(reason: string, cause?: unknown) {
    super(reason, cause === undefined ? undefined : { cause });
    this.name = "GiveUp";
  }
}

export const giveUp = (reason: string, cause?: unknown): GiveUp => new GiveUp(reason, cause);

/** Every declared name once. @throws naming each duplicate */
export function indexJobs<Services>(jobs: readonly AnyJob<Services>[]): Map<string, AnyJob<Services>> {
  const byName = new Map<string, AnyJob<Services>>();
  for (const job of jobs) {
    if (byName.has(job.name)) throw new Error(`Two jobs are named ${job.name}`);
    if (typeof job.run !== "function") throw new Error(`Job ${job.name} has no handler`);
    byName.set(job.name, job);
  }
  return byName;
}

/** Milliseconds to wait after attempt `attempt` (from 1) failed; `random` in [0, 1) spreads a herd. */
export function backoffMs(backoff: Backoff, attempt: number, random: number): number {
  if (backoff.kind === "fixed") return backoff.delayMs;
  const full = Math.min(backoff.delayMs * 2 ** Math.max(0, attempt - 1), 3_600_000);
  return Math.round(full * (1 - random / 2));
}
