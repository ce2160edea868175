import { defineJob } from "@triops/jobs/define";
import { newId } from "@triops/kernel/ids";
import { redisPrefix } from "@triops/kernel/redis";
import { z } from "zod";
import type { Runtime } from "../runtime.ts";
import { evaluateMonitors } from "./evaluate.ts";
import { type Evaluator, newEvaluator } from "./evaluator.ts";
import { storeAll } from "./keep.ts";

/** One memory per process, whatever object carries the services. */
const evaluators = new WeakMap<Runtime["database"], { id: string; evaluator: Evaluator }>();

function evaluatorOf(runtime: Runtime) {
  const known = evaluators.get(runtime.database);
  if (known) return known;
  const made = { id: newId(), evaluator: newEvaluator() };
  evaluators.set(runtime.database, made);
  return made;
}

const leaseKey = `${redisPrefix}:monitors:evaluator`;
const leaseMs = 20_000;

/**
 * Several workers share the schedule, but one of them evaluates, because the baselines are in its memory. The lease
 * only saves work: the stored instants of evaluation see to it that nothing is told twice.
 */
async function holdsLease(runtime: Runtime, id: string): Promise<boolean> {
  if ((await runtime.redis.set(leaseKey, id, "PX", leaseMs, "NX")) === "OK") return true;
  if ((await runtime.redis.get(leaseKey)) !== id) return false;
  await runtime.redis.pexpire(leaseKey, leaseMs);
  return true;
}

/** Ticks more often than any monitor is due, so that with several workers the one that evaluates gets enough of them. */
export const evaluate = defineJob<Record<string, never>, Runtime>({
  name: "monitors.evaluate",
  payload: z.object({}) as z.ZodType<Record<string, never>>,
  attempts: 1,
  timeoutMs: 120_000,
  concurrency: 1,
  dedupe: () => "evaluate",
  every: { seconds: 5 },
  run: async ({ services, signal, now, log }) => {
    const { id, evaluator } = evaluatorOf(services);
    if (!(await holdsLease(services, id))) {
      // Somebody else goes on from what is stored; memory kept here would only grow old.
      evaluator.hot.clear();
      return;
    }
    if (evaluator.busy) return;
    evaluator.busy = true;
    try {
      const result = await evaluateMonitors(services, evaluator, { now, signal, log });
      if (result.findings > 0 || result.failed > 0) log.info(result, "monitors evaluated");
    } finally {
      evaluator.busy = false;
    }
  },
});

/** Stores the baselines and gives the lease back; call it when the worker has stopped its jobs. Best effort. */
export async function stopEvaluating(runtime: Runtime): Promise<void> {
  const known = evaluators.get(runtime.database);
  if (!known) return;
  await storeAll(runtime, known.evaluator, runtime.clock.now());
  if ((await runtime.redis.get(leaseKey)) === known.id) await runtime.redis.del(leaseKey);
}
