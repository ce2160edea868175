import type { Logger } from "@triops/kernel/logger";
import type { JobsOptions } from "bullmq";
import { openQueues, redisAway } from "./connection.ts";
import type { Job } from "./define.ts";

/** What a producer needs of a declaration; any `Job` fits, whatever its services. */
export type JobRef<Payload> = Pick<Job<Payload, never>, "name" | "payload" | "attempts" | "dedupe">;

export type EnqueueOptions = {
  /** Earliest start, from now. */
  delayMs?: number;
  /**
   * The job's own id: a second enqueue with the same id is ignored for as long as Redis keeps the first
   * (an hour after success). An outbox relay passes the event's id. Letters, digits, `-`, `_`, `.`.
   */
  id?: string;
};

/** Producers hold this; `createQueue` gives the real one, `createMemoryJobs` one for tests. */
export type JobQueue = {
  /** @throws unavailable within about a second when Redis is away; the job may then exist or not */
  enqueue<Payload>(job: JobRef<Payload>, payload: Payload, options?: EnqueueOptions): Promise<void>;
  /** @throws unavailable */
  ping(): Promise<void>;
  close(): Promise<void>;
};

/** Payloads carry ids. A larger one is a fault of the caller. */
const payloadBytesMax = 64 * 1024;

const idShape = /^(?!\d+$)[A-Za-z0-9._-]{1,200}$/;

export function createQueue({ redisUrl, log }: { redisUrl: string; log: Logger }): JobQueue {
  const queues = openQueues(redisUrl, log);
  return {
    async enqueue(job, payload, options = {}) {
      checkEnqueue(job, payload, options);
      await queues.use(job.name, (queue) => queue.add(job.name, payload, bullOptions(job, payload, options)));
    },
    async ping() {
      try {
        await queues.redis.ping();
      } catch (error) {
        throw redisAway(error);
      }
    },
    close: () => queues.close(),
  };
}

/** Faults of the calling code, found before anything is sent. */
export function checkEnqueue<Payload>(job: JobRef<Payload>, payload: Payload, options: EnqueueOptions): void {
  const parsed = job.payload.safeParse(payload);
  if (!parsed.success)
    throw new Error(`Payload of ${job.name} does not fit its schema: ${parsed.error.message}`);
  if (JSON.stringify(payload).length > payloadBytesMax) {
    throw new Error(`Payload of ${job.name} is larger than ${payloadBytesMax} bytes`);
  }
  if (options.id !== undefined && !idShape.test(options.id)) throw new Error(`Not a job id: ${options.id}`);
}

function bullOptions<Payload>(job: JobRef<Payload>, payload: Payload, options: EnqueueOptions): JobsOptions {
  const dedupeId = job.dedupe?.(payload);
  return {
    attempts: job.attempts,
    // The waits themselves come from the declaration (host.ts), so that a changed one also holds for old jobs.
    backoff: { type: "declared" },
    stackTraceLimit: 5,
    ...(options.delayMs ? { delay: options.delayMs } : {}),
    ...(options.id ? { jobId: options.id } : {}),
    ...(dedupeId === undefined ? {} : { deduplication: { id: dedupeId, keepLastIfActive: true } }),
  };
}
