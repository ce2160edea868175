import type { Job, Queue } from "bullmq";

/** A job that waited this long while nobody worked on its queue means a worker that went deaf. */
export const stuckAfterMs = 60_000;

export type QueueSample = {
  name: string;
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
  paused: boolean;
  oldestWaiting: { id: string; sinceMs: number } | null;
};

/** Per queue: the job first in line and when we first saw it there. */
export type Line = ReadonlyMap<string, { id: string; seenMs: number }>;

/**
 * Health is progress: a queue is stuck when the same job stays first in line for `stuckAfterMs` of our own
 * watching while nothing runs. The job's age alone would blame a queue that was just resumed or refilled.
 */
export function judgeProgress(
  line: Line,
  samples: readonly QueueSample[],
  nowMs: number,
): { line: Line; stuck: { name: string; waitedMs: number }[] } {
  const next = new Map<string, { id: string; seenMs: number }>();
  const stuck: { name: string; waitedMs: number }[] = [];
  for (const { name, oldestWaiting, active, paused } of samples) {
    if (!oldestWaiting || active > 0 || paused) continue;
    const before = line.get(name);
    const seenMs = before?.id === oldestWaiting.id ? before.seenMs : nowMs;
    next.set(name, { id: oldestWaiting.id, seenMs });
    if (nowMs - seenMs >= stuckAfterMs) stuck.push({ name, waitedMs: nowMs - seenMs });
  }
  return { line: next, stuck };
}

/** When a waiting job could first have run: scheduled and delayed jobs are created earlier than that. */
export function waitingSinceMs(job: Pick<Job, "timestamp" | "opts" | "processedOn">): number {
  return Math.max(job.timestamp + (job.opts.delay ?? 0), job.processedOn ?? 0);
}

export async function sampleQueue(queue: Queue): Promise<QueueSample> {
  const [counts, paused] = await Promise.all([
    queue.getJobCounts("waiting", "prioritized", "active", "delayed", "failed"),
    queue.isPaused(),
  ]);
  const waiting = (counts.waiting ?? 0) + (counts.prioritized ?? 0);
  const [oldest] = waiting > 0 ? await queue.getWaiting(0, 0) : [];
  return {
    name: queue.name,
    waiting,
    active: counts.active ?? 0,
    delayed: counts.delayed ?? 0,
    failed: counts.failed ?? 0,
    paused,
    oldestWaiting: oldest?.id ? { id: oldest.id, sinceMs: waitingSinceMs(oldest) } : null,
  };
}
