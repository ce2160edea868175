import { newId } from "@triops/kernel/ids";
import type { Logger } from "@triops/kernel/logger";
import { type Redis, redisPrefix } from "@triops/kernel/redis";
import type { JobSchedulerJson, Queue } from "bullmq";
import { isRedisAway, type Queues } from "./connection.ts";
import type { AnyJob, Every } from "./define.ts";

/** Only the holder of this key writes schedules: two writers have been seen to double or lose them. */
const leaderKey = `${redisPrefix}:jobs:leader`;
/** Every job name that ever had a queue here, so that schedules of removed jobs can be found. */
const namesKey = `${redisPrefix}:jobs:names`;
const reconcileMs = 60_000;
const leaseMs = 3 * reconcileMs;
/** A slot this late whose job does not exist was lost; a busy or paused queue still has its job. */
const lostAfterMs = 60_000;

export type Plan = "keep" | "write" | "remove";

/** What to do about one queue's scheduler. `slotExists`: the job of its next slot is in Redis. */
export function planSchedule(
  every: Every | undefined,
  found: Pick<JobSchedulerJson, "pattern" | "every" | "tz" | "next"> | undefined,
  slotExists: boolean,
  nowMs: number,
): Plan {
  if (!every) return found ? "remove" : "keep";
  if (!found) return "write";
  const same =
    "pattern" in every
      ? found.pattern === every.pattern && found.tz === "UTC"
      : found.every === every.seconds * 1_000;
  if (!same) return "write";
  const lost = !slotExists && (found.next ?? 0) < nowMs - lostAfterMs;
  return lost ? "write" : "keep";
}

export type Schedules = { stop(): Promise<void> };

/** Writes the schedules, then compares them with the declarations once a minute, as long as it leads. */
export async function startSchedules<Services>(
  queues: Queues,
  jobs: readonly AnyJob<Services>[],
  log: Logger,
): Promise<Schedules> {
  const id = newId();
  if (jobs.length > 0) await queues.redis.sadd(namesKey, ...jobs.map((job) => job.name));
  if (await leads(queues.redis, id)) {
    await removeOrphans(queues, jobs, log);
    await reconcile(queues, jobs, log);
  }
  let busy: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    busy = (async () => {
      if (await leads(queues.redis, id)) await reconcile(queues, jobs, log);
    })().catch((error) => {
      if (!isRedisAway(error)) log.error({ err: error }, "schedules could not be compared");
    });
  }, reconcileMs);
  return {
    async stop() {
      clearInterval(timer);
      await busy;
      if ((await queues.redis.get(leaderKey).catch(() => null)) === id) await queues.redis.del(leaderKey);
    },
  };
}

async function leads(redis: Redis, id: string): Promise<boolean> {
  if ((await redis.set(leaderKey, id, "PX", leaseMs, "NX")) === "OK") return true;
  if ((await redis.get(leaderKey)) !== id) return false;
  await redis.pexpire(leaderKey, leaseMs);
  return true;
}

async function reconcile<Services>(
  queues: Queues,
  jobs: readonly AnyJob<Services>[],
  log: Logger,
): Promise<void> {
  for (const job of jobs) {
    await queues.use(job.name, async (queue) => {
      const found = await queue.getJobScheduler(job.name);
      const slotExists = found?.next !== undefined && (await slotJobExists(queue, job.name, found.next));
      const plan = planSchedule(job.every, found, slotExists, Date.now());
      if (plan === "write" && job.every) {
        await queue.upsertJobScheduler(job.name, repeatOptions(job.every), {
          name: job.name,
          data: {},
          opts: { attempts: job.attempts, backoff: { type: "declared" }, stackTraceLimit: 5 },
        });
      }
      if (plan === "remove") await queue.removeJobScheduler(job.name);
      if (plan !== "keep") log.info({ job: job.name, plan, every: job.every }, "schedule changed");
    });
  }
}

const repeatOptions = (every: Every) =>
  "pattern" in every ? { pattern: every.pattern, tz: "UTC" } : { every: every.seconds * 1_000 };

async function slotJobExists(queue: Queue, name: string, nextMs: number): Promise<boolean> {
  return (await queue.getJob(`repeat:${name}:${nextMs}`)) !== undefined;
}

/** Once per start, so that during a rolling upgrade an older leader removes a newer job's schedule at most once. */
async function removeOrphans<Services>(
  queues: Queues,
  jobs: readonly AnyJob<Services>[],
  log: Logger,
): Promise<void> {
  const known = new Set(jobs.map((job) => job.name));
  for (const name of await queues.redis.smembers(namesKey)) {
    if (known.has(name)) continue;
    const left = await queues.use(name, async (queue) => {
      for (const scheduler of await queue.getJobSchedulers()) await queue.removeJobScheduler(scheduler.key);
      return queue.getJobCounts("waiting", "delayed", "active");
    });
    const leftCount = Object.values(left).reduce((sum, count) => sum + count, 0);
    if (leftCount > 0)
      log.warn({ job: name, left: leftCount }, "jobs wait for a handler that no longer exists");
    else await queues.redis.srem(namesKey, name);
  }
}
