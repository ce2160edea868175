import { newId } from "@triops/kernel/ids";
import { redisPrefix } from "@triops/kernel/redis";
import { createScrapeWriter } from "@triops/telemetry/scrape/scrape-writer";
import { nextScrapeMs } from "@triops/telemetry/scrape/target-labels";
import { limitsOf } from "../api-keys/index.ts";
import type { Runtime } from "../runtime.ts";
import { discoverTargets } from "./discover.ts";
import { healthKeptSeconds, healthKey, jobField, type StoredHealth, targetField } from "./health.ts";
import { type LoadedJob, loadJob, type Run, takeTargets } from "./loaded-job.ts";
import { createScrapeCounts } from "./scrape-counts.ts";
import { endTarget, type ScrapeMeans, scrapeTarget } from "./scrape-target.ts";
import { createSeriesRoom } from "./series-room.ts";

const tickMs = 500;
const reloadMs = 3_000;
const discoverMs = 30_000;
const publishMs = 2_000;
const leaseMs = 20_000;
const renewMs = 6_000;
/** Scrapes under way at once in one process; the others wait their turn. */
const runningMax = 50;

const leaseKey = (jobId: string): string => `${redisPrefix}:scrape:lease:${jobId}`;
/** Renews a lease only for whom it was given. */
const renewScript =
  "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) else return 0 end";
const releaseScript =
  "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) else return 0 end";

export type Scraper = {
  /** One turn: reload, leases, discovery, what is due. Called by a timer; tests call it themselves. */
  turn(): Promise<void>;
  /** Waits for scrapes under way. */
  idle(): Promise<void>;
  /** Stops, gives the leases back. Series go on where another process takes over. */
  stop(): Promise<void>;
};

/**
 * Fetches from all targets of all workspaces whose leases this process holds. A job has one lease, so that two workers
 * never scrape the same target, and what is remembered for stale markers stays in one place.
 */
export function createScraper(runtime: Runtime): Scraper {
  const { database, redis, telemetry, clock, log } = runtime;
  const id = newId();
  const jobs = new Map<string, LoadedJob>();
  const counts = createScrapeCounts(telemetry);
  const room = createSeriesRoom(telemetry, async (workspaceId) => {
    const select = { ingestLimits: true };
    const row = await database.workspace.findUnique({ where: { id: workspaceId }, select });
    return limitsOf(row?.ingestLimits).seriesMax;
  });
  const stopping = new AbortController();
  const under = new Set<Promise<void>>();
  let [reloadedMs, publishedMs] = [0, 0];
  const means: ScrapeMeans = {
    writer: createScrapeWriter(telemetry),
    hasRoom: room.has,
    count: (workspaceId, one) => counts.add(workspaceId, one, clock.now().getTime()),
    now: () => clock.now().getTime(),
    signal: stopping.signal,
  };

  const reload = async (): Promise<void> => {
    const listed = await database.scrapeJob.findMany({
      where: { enabled: true },
      select: { id: true, updatedAt: true },
    });
    const wanted = new Map(listed.map((row) => [row.id, row.updatedAt.getTime()]));
    for (const job of jobs.values()) if (wanted.get(job.id) !== job.updatedMs) await retire(job);
    const fresh = listed.map(({ id: jobId }) => jobId).filter((jobId) => !jobs.has(jobId));
    if (fresh.length === 0) return;
    const rows = await database.scrapeJob.findMany({ where: { id: { in: fresh }, enabled: true } });
    const tenants = await database.workspace.findMany({
      where: { id: { in: [...new Set(rows.map((row) => row.workspaceId))] } },
      select: { id: true, slug: true, retentionDays: true },
    });
    const tenantOf = new Map(tenants.map((one) => [one.id, one]));
    for (const row of rows) {
      const workspace = tenantOf.get(row.workspaceId);
      if (!workspace) continue;
      try {
        const { slug, retentionDays } = workspace;
        jobs.set(row.id, loadJob(runtime, row, { workspaceId: row.workspaceId, slug, retentionDays }));
      } catch (error) {
        log.warn({ err: error, scrapeJob: row.id }, "scrape job cannot be loaded");
      }
    }
  };

  /** A job that was changed, paused or deleted: its series end; a changed one starts anew. */
  const retire = async (job: LoadedJob): Promise<void> => {
    jobs.delete(job.id);
    if (job.leaseUntilMs > 0) {
      await Promise.allSettled([...job.runs.values()].map((run) => endTarget(job, run, means)));
      await forgetHealth(job, [...job.runs.values()], true);
      await redis.eval(releaseScript, 1, leaseKey(job.id), id);
    }
    await job.egress.close();
  };

  const forgetHealth = async (job: LoadedJob, runs: readonly Run[], whole: boolean): Promise<void> => {
    const fields = runs.map((run) => targetField(job.id, run.key));
    if (whole) fields.push(jobField(job.id));
    if (fields.length > 0) await redis.hdel(healthKey(job.tenant.workspaceId), ...fields);
  };

  /** @returns whether this process scrapes the job now */
  const holds = async (job: LoadedJob, nowMs: number): Promise<boolean> => {
    if (job.leaseUntilMs - nowMs > leaseMs - renewMs) return true;
    const held =
      job.leaseUntilMs > 0 && (await redis.eval(renewScript, 1, leaseKey(job.id), id, String(leaseMs))) === 1;
    const taken = held || (await redis.set(leaseKey(job.id), id, "PX", leaseMs, "NX")) === "OK";
    if (!taken && job.leaseUntilMs > 0) {
      // Another process took over while we were away: what we remember is no longer true.
      job.runs.clear();
      job.discoveredMs = 0;
    }
    job.leaseUntilMs = taken ? nowMs + leaseMs : 0;
    return taken;
  };

  const discover = async (job: LoadedJob, nowMs: number): Promise<void> => {
    if (nowMs - job.discoveredMs < discoverMs) return;
    const found = await discoverTargets(
      { ...job, slug: job.tenant.slug },
      runtime.scraping?.discoveryDir ?? null,
    );
    const before = job.found;
    // A file that cannot be read just now does not end its targets.
    const lost = found.faults.length > 0 && found.targets.length < before.targets.length;
    if (lost) {
      job.found = { ...before, faults: found.faults };
      job.discoveredMs = nowMs;
      return;
    }
    const gone = takeTargets(job, found, nowMs);
    await Promise.allSettled(gone.map((run) => endTarget(job, run, means)));
    await forgetHealth(job, gone, false);
  };

  const start = (job: LoadedJob, nowMs: number): void => {
    const intervalMs = job.config.intervalSeconds * 1_000;
    for (const run of job.runs.values()) {
      if (run.running || nowMs < run.dueMs || under.size >= runningMax) continue;
      run.dueMs = nextScrapeMs(`${job.id} ${run.key}`, intervalMs, nowMs);
      const scrape = scrapeTarget(job, run, means)
        .catch((error) => log.error({ err: error, scrapeJob: job.id }, "scrape failed"))
        .finally(() => {
          run.running = null;
          under.delete(scrape);
        });
      run.running = scrape;
      under.add(scrape);
    }
  };

  const publish = async (): Promise<void> => {
    const byWorkspace = new Map<string, Record<string, string>>();
    for (const job of jobs.values()) {
      if (job.leaseUntilMs === 0) continue;
      const fields = byWorkspace.get(job.tenant.workspaceId) ?? {};
      byWorkspace.set(job.tenant.workspaceId, fields);
      const { faults, dropped } = job.found;
      const at = new Date(job.discoveredMs).toISOString();
      fields[jobField(job.id)] = JSON.stringify({ faults, dropped: dropped.slice(0, 50), at });
      for (const run of job.runs.values()) {
        const { url, discovered, labels } = run.target;
        const health: StoredHealth = { jobId: job.id, url, discovered, labels, ...run.health };
        fields[targetField(job.id, run.key)] = JSON.stringify(health);
      }
    }
    for (const [workspaceId, fields] of byWorkspace) {
      await redis
        .multi()
        .hset(healthKey(workspaceId), fields)
        .expire(healthKey(workspaceId), healthKeptSeconds)
        .exec();
    }
    await counts.flush();
  };

  return {
    async turn() {
      const nowMs = clock.now().getTime();
      if (nowMs - reloadedMs >= reloadMs) {
        await reload();
        await room.refresh(new Set([...jobs.values()].map((job) => job.tenant.workspaceId)), clock.now());
        reloadedMs = nowMs;
      }
      for (const job of jobs.values()) {
        if (!(await holds(job, nowMs))) continue;
        await discover(job, nowMs);
        start(job, nowMs);
      }
      if (nowMs - publishedMs >= publishMs) {
        await publish();
        publishedMs = nowMs;
      }
    },
    async idle() {
      await Promise.allSettled([...under]);
    },
    async stop() {
      stopping.abort();
      await Promise.allSettled([...under]);
      await counts.flush().catch(() => {});
      for (const job of jobs.values()) {
        if (job.leaseUntilMs > 0) await redis.eval(releaseScript, 1, leaseKey(job.id), id).catch(() => {});
        await job.egress.close();
      }
      jobs.clear();
    },
  };
}

/** Turns by the clock until it is stopped; a turn that fails is logged and tried again. */
export function keepScraping(runtime: Runtime): { stop(): Promise<void> } {
  const scraper = createScraper(runtime);
  let stopped = false;
  let turning: Promise<void> = Promise.resolve();
  const next = () => {
    if (stopped) return;
    turning = scraper
      .turn()
      .catch((error) => runtime.log.warn({ err: error }, "scraping could not go on; trying again"))
      .finally(() => setTimeout(next, tickMs).unref());
  };
  next();
  return {
    async stop() {
      stopped = true;
      await turning;
      await scraper.stop();
    },
  };
}
