import { defineJob } from "@triops/jobs/define";
import { z } from "zod";
import type { Runtime } from "../runtime.ts";
import { keepScraping } from "./scraper.ts";

/** One scraper per process, whatever object carries the services. */
const scrapers = new WeakMap<Runtime["database"], { stop(): Promise<void> }>();

/**
 * Sees to it that this worker scrapes. The scraping itself goes by the second and therefore by a timer of its own; the
 * job only starts it, so that a worker that runs no jobs scrapes nothing either.
 */
export const scrape = defineJob<Record<string, never>, Runtime>({
  name: "targets.scrape",
  payload: z.object({}) as z.ZodType<Record<string, never>>,
  attempts: 1,
  timeoutMs: 10_000,
  concurrency: 1,
  dedupe: () => "scrape",
  every: { seconds: 5 },
  run: async ({ services }) => {
    if (!scrapers.has(services.database)) scrapers.set(services.database, keepScraping(services));
  },
});

/** Waits for scrapes under way and gives the leases back; call it when the worker has stopped its jobs. */
export async function stopScraping(runtime: Runtime): Promise<void> {
  const scraper = scrapers.get(runtime.database);
  scrapers.delete(runtime.database);
  await scraper?.stop();
}
