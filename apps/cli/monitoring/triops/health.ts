import { z } from "zod";
import type { TriopsReading } from "./metrics.ts";

/** Health answers, as far as we read them: an older or newer app may say less or more. */
const processShape = z.object({
  uptimeSeconds: z.number(),
  eventLoop: z.object({ lagMsMean: z.number(), lagMsMax: z.number(), utilization: z.number() }),
});
const queueShape = z.object({
  name: z.string(),
  waiting: z.number(),
  active: z.number(),
  delayed: z.number(),
  failed: z.number(),
  oldestWaitingMs: z.number(),
  completed: z.number(),
  failedRuns: z.number(),
});
const healthShape = z.object({
  status: z.string().optional(),
  process: processShape.optional().catch(undefined),
  queues: z.array(queueShape).optional().catch(undefined),
});
export type HealthAnswer = z.infer<typeof healthShape>;

const timeoutMs = 2_000;

/** Asks a part of this installation, on loopback, how it is. */
export async function readHealth(part: string, url: string): Promise<TriopsReading[]> {
  const attributes = { "triops.process": part };
  const startedMs = performance.now();
  try {
    const reply = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: "manual" });
    const answer = healthShape.safeParse(await reply.json());
    return [
      { metric: "triops.up", value: reply.ok ? 1 : 0, attributes },
      { metric: "triops.health.duration", value: (performance.now() - startedMs) / 1_000, attributes },
      ...(answer.success ? describeHealth(part, answer.data) : []),
    ];
  } catch {
    return [{ metric: "triops.up", value: 0, attributes }];
  }
}

export function describeHealth(part: string, answer: HealthAnswer): TriopsReading[] {
  const attributes = { "triops.process": part };
  const readings: TriopsReading[] = [];
  if (answer.process) {
    const { uptimeSeconds, eventLoop } = answer.process;
    readings.push(
      { metric: "process.uptime", value: uptimeSeconds, attributes },
      { metric: "nodejs.eventloop.delay.mean", value: eventLoop.lagMsMean / 1_000, attributes },
      { metric: "nodejs.eventloop.delay.max", value: eventLoop.lagMsMax / 1_000, attributes },
      { metric: "nodejs.eventloop.utilization", value: eventLoop.utilization, attributes },
    );
  }
  if (!answer.queues) return readings;
  for (const queue of answer.queues) {
    const queueName = { "triops.queue": queue.name };
    readings.push(
      { metric: "triops.jobs.waiting", value: queue.waiting, attributes: queueName },
      { metric: "triops.jobs.active", value: queue.active, attributes: queueName },
      { metric: "triops.jobs.delayed", value: queue.delayed, attributes: queueName },
      { metric: "triops.jobs.failed", value: queue.failed, attributes: queueName },
      { metric: "triops.jobs.oldest_waiting", value: queue.oldestWaitingMs / 1_000, attributes: queueName },
      { metric: "triops.jobs.completed", value: queue.completed, attributes: queueName },
      { metric: "triops.jobs.failed_runs", value: queue.failedRuns, attributes: queueName },
    );
  }
  const failed = answer.queues.reduce((sum, queue) => sum + queue.failed, 0);
  const lagMs = Math.max(0, ...answer.queues.map((queue) => queue.oldestWaitingMs));
  readings.push(
    { metric: "triops.jobs.failed.total", value: failed },
    { metric: "triops.jobs.lag", value: lagMs / 1_000 },
  );
  return readings;
}
