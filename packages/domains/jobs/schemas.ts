import { z } from "zod";
import { idInput, isoTime, isoTimeOrNull, pageInput, pageOf } from "../paging.ts";

export const deadJob = z.object({
  id: z.uuid(),
  queue: z.string(),
  jobId: z.string(),
  payload: z.unknown(),
  reason: z.string(),
  attempts: z.int(),
  system: z.boolean().describe("Work of the installation rather than of one workspace"),
  createdAt: isoTime,
  retriedAt: isoTimeOrNull,
});
export type DeadJob = z.output<typeof deadJob>;

const every = z.union([z.object({ pattern: z.string() }), z.object({ seconds: z.int() })]);

export const jobQueue = z.object({
  name: z.string(),
  waiting: z.int(),
  active: z.int(),
  delayed: z.int(),
  failed: z.int(),
  completed: z.int().describe("Of the last hour, at most a thousand"),
  oldestWaitingMs: z.number(),
  paused: z.boolean(),
  schedule: every.nullable(),
  nextRunAt: isoTimeOrNull,
  lastRunAt: isoTimeOrNull,
  lastDurationMs: z.number().nullable(),
});
export type JobQueueStatus = z.output<typeof jobQueue>;

export const queueJob = z.object({
  id: z.string(),
  name: z.string(),
  state: z.string(),
  payload: z.unknown(),
  attempts: z.int(),
  attemptsMax: z.int(),
  progress: z.number().nullable().describe("From 0 to 1, null when it never said"),
  reason: z.string().nullable(),
  createdAt: isoTime,
  startedAt: isoTimeOrNull,
  finishedAt: isoTimeOrNull,
});

export const listInput = z.object({
  ...pageInput,
  queue: z.string().max(100).optional(),
  state: z.enum(["dead", "retried"]).default("dead").describe("retried ones were given another try"),
});
export const deadJobPage = pageOf(deadJob);

export const queuesInput = z.object({});
export const queueList = z.object({
  operator: z.boolean().describe("False: queues are shown in the operator's workspace only"),
  data: z.array(jobQueue),
  nextCursor: z.null(),
});

export const queueInput = z.object({
  queue: z.string().max(100),
  state: z.enum(["waiting", "active", "delayed", "failed", "completed"]).default("active"),
  cursor: z.string().max(20).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const queuePage = z.object({ data: z.array(queueJob), nextCursor: z.string().nullable() });

export const dismissed = idInput;
