import type { Queue } from "bullmq";
import type { Queues } from "./connection.ts";
import type { Every } from "./define.ts";

/**
 * A scheduled run that failed is made good by the next one, so it is no dead job. It becomes one when the schedule
 * has not succeeded for this long, and once more only after a success in between.
 */
const tellAfterMs = 10 * 60_000;

/** Since when a schedule fails, and whether somebody was told. Null while it works. */
export type Streak = { sinceMs: number; told: boolean } | null;

/** @param tickMs when the failed run was due to start */
export function noteFailure(streak: Streak, tickMs: number): { streak: Streak; tell: boolean } {
  const sinceMs = streak?.sinceMs ?? tickMs;
  const tell = !streak?.told && tickMs - sinceMs >= tellAfterMs;
  return { streak: { sinceMs, told: (streak?.told ?? false) || tell }, tell };
}

/**
 * A run of a scheduled job with the payload `{}`: made by its schedule, or asked for ahead of it. Either way the
 * next tick does the same work.
 */
export function isTick(job: { every?: Every | undefined }, run: { data: unknown }): boolean {
  const { data } = run;
  return (
    job.every !== undefined && typeof data === "object" && data !== null && Object.keys(data).length === 0
  );
}

const clearedMax = 200;

/** Forgets the failed runs of a schedule that works again: there is nothing left to do about them. */
export async function forgetFailedTicks(
  queues: Queues,
  job: { name: string; every?: Every | undefined },
): Promise<void> {
  await queues.use(job.name, async (queue: Queue) => {
    const failed = await queue.getFailed(0, clearedMax - 1);
    await Promise.all(failed.filter((run) => isTick(job, run)).map((run) => run.remove()));
  });
}
