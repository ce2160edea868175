import type { Egress } from "@triops/providers/egress/request";
import { compileRelabel, type Relabel } from "@triops/telemetry/scrape/relabel";
import { newMemory, type TargetMemory } from "@triops/telemetry/scrape/scrape-page";
import type { ScrapeEntry, Tenant } from "@triops/telemetry/scrape/scrape-writer";
import { nextScrapeMs, type Target } from "@triops/telemetry/scrape/target-labels";
import type { Runtime } from "../runtime.ts";
import { type Discovered, targetKey } from "./discover.ts";
import { egressOf } from "./fetch-page.ts";
import type { StoredHealth } from "./health.ts";
import { type JobConfig, jobConfig } from "./schemas.ts";
import { openSecret, type Row } from "./store.ts";

/** One target as the scraping process knows it. */
export type Run = {
  key: string;
  target: Target;
  memory: TargetMemory<ScrapeEntry>;
  /** Series about the target itself, `up` and the like, by name. */
  reports: Map<string, ScrapeEntry>;
  dueMs: number;
  /** One scrape never overlaps itself. */
  running: Promise<void> | null;
  health: Omit<StoredHealth, "jobId" | "discovered" | "labels" | "url">;
};

/** A scrape job with its targets, ready to be run. */
export type LoadedJob = {
  id: string;
  name: string;
  updatedMs: number;
  tenant: Tenant & { slug: string };
  config: JobConfig;
  secret: string | null;
  metricRelabel: Relabel;
  egress: Egress;
  runs: Map<string, Run>;
  found: Discovered;
  discoveredMs: number;
  leaseUntilMs: number;
};

export function loadJob(runtime: Runtime, row: Row, tenant: LoadedJob["tenant"]): LoadedJob {
  const config = jobConfig.parse(row.config);
  const secret = openSecret(runtime, row);
  return {
    id: row.id,
    name: row.name,
    updatedMs: row.updatedAt.getTime(),
    tenant,
    config,
    secret,
    metricRelabel: compileRelabel(config.metricRelabelConfigs),
    egress: egressOf(runtime, config, secret),
    runs: new Map(),
    found: { targets: [], dropped: [], faults: [] },
    discoveredMs: 0,
    leaseUntilMs: 0,
  };
}

/** Takes over what was discovered. @returns targets that are no more, whose series have to end */
export function takeTargets(job: LoadedJob, found: Discovered, nowMs: number): Run[] {
  job.found = found;
  job.discoveredMs = nowMs;
  const keys = new Set<string>();
  for (const target of found.targets) {
    const key = targetKey(target);
    keys.add(key);
    const known = job.runs.get(key);
    if (known) known.target = target;
    else job.runs.set(key, newRun(job, key, target, nowMs));
  }
  const gone = [...job.runs.values()].filter((run) => !keys.has(run.key));
  for (const run of gone) job.runs.delete(run.key);
  return gone;
}

function newRun(job: LoadedJob, key: string, target: Target, nowMs: number): Run {
  return {
    key,
    target,
    memory: newMemory(),
    reports: new Map(),
    dueMs: nextScrapeMs(`${job.id} ${key}`, job.config.intervalSeconds * 1_000, nowMs),
    running: null,
    health: {
      state: "unknown",
      lastScrapeAt: null,
      durationMs: null,
      samples: null,
      kept: null,
      error: null,
    },
  };
}
