import { redisPrefix } from "@triops/kernel/redis";
import { z } from "zod";
import type { Runtime } from "../runtime.ts";
import { targetHealth } from "./schemas.ts";

/** Redis hash: target → its state as JSON. Whoever scrapes writes it; without writers it goes. */
export const healthKey = (workspaceId: string): string => `${redisPrefix}:scrape:health:${workspaceId}`;
export const healthKeptSeconds = 900;

/** Entries of a job begin with its id; `job` is about the job as a whole. */
export const targetField = (jobId: string, key: string): string => `${jobId} ${key}`;
export const jobField = (jobId: string): string => `${jobId} job`;

export const jobHealth = z.object({
  faults: z.array(z.string()),
  dropped: z.array(z.record(z.string(), z.string())),
  at: z.string(),
});
export type JobHealth = z.output<typeof jobHealth>;

const stored = targetHealth.omit({ job: true });
export type StoredHealth = z.input<typeof stored>;

/** What the scraping worker last wrote; empty when none runs. */
export async function readHealth(runtime: Runtime, workspaceId: string) {
  const entries = await runtime.redis.hgetall(healthKey(workspaceId));
  const targets: (z.output<typeof stored> & { field: string })[] = [];
  const jobs = new Map<string, JobHealth>();
  for (const [field, json] of Object.entries(entries)) {
    const jobId = field.slice(0, 36);
    const value: unknown = JSON.parse(json);
    if (field === jobField(jobId)) {
      const parsed = jobHealth.safeParse(value);
      if (parsed.success) jobs.set(jobId, parsed.data);
      continue;
    }
    const parsed = stored.safeParse(value);
    if (parsed.success) targets.push({ ...parsed.data, field });
  }
  return { targets, jobs };
}
