import { describedSeries } from "@triops/telemetry/remote-write/series-of-labels";
import { endAll, type Point, readPage } from "@triops/telemetry/scrape/scrape-page";
import { newEntry, type ScrapeEntry, type ScrapeWriter } from "@triops/telemetry/scrape/scrape-writer";
import { staleHigh, staleLow } from "@triops/telemetry/tables/samples";
import type { Series } from "@triops/telemetry/tables/series";
import { fetchPage } from "./fetch-page.ts";
import type { LoadedJob, Run } from "./loaded-job.ts";

/** What a scrape adds to the counts that the Sources page shows. */
export type ScrapeCounts = {
  requests: number;
  failed: number;
  bytes: number;
  accepted: number;
  late: number;
  refused: Map<string, number>;
};

export type ScrapeMeans = {
  writer: ScrapeWriter;
  /** Whether the workspace has room for one more series. */
  hasRoom(workspaceId: string, seriesId: bigint): boolean;
  count(workspaceId: string, counts: ScrapeCounts): void;
  now(): number;
  signal: AbortSignal;
};

const gauges: Readonly<Record<string, { unit: string; description: string }>> = {
  up: { unit: "", description: "1 when the target could be scraped." },
  scrape_duration_seconds: { unit: "s", description: "How long the scrape took." },
  scrape_samples_scraped: { unit: "", description: "Samples on the target's page." },
  scrape_samples_post_metric_relabeling: { unit: "", description: "Samples left after relabelling." },
  scrape_series_added: { unit: "", description: "Series that were new with this scrape." },
};

/** Fetches from one target, stores what it gave, and says how it went: in series of its own and on the targets page. */
export async function scrapeTarget(job: LoadedJob, run: Run, means: ScrapeMeans): Promise<void> {
  const atMs = means.now();
  const startedMs = performance.now();
  const { tenant, config } = job;
  const counts: ScrapeCounts = { requests: 1, failed: 0, bytes: 0, accepted: 0, late: 0, refused: new Map() };
  let points: Point<ScrapeEntry>[] = [];
  let [scraped, kept, added] = [0, 0, 0];
  let error: string | null = null;
  try {
    const page = await fetchPage(job.egress, run.target.url, config, job.secret, means.signal);
    counts.bytes = page.bytes;
    const read = readPage(
      run.memory,
      { ...page, atMs },
      { ...config, labels: run.target.labels, metricRelabel: job.metricRelabel },
      (series) => admit(means, tenant.workspaceId, series),
    );
    ({ scraped, kept, added } = read);
    points = read.points;
    for (const [reason, count] of read.refused) counts.refused.set(reason, count);
  } catch (fault) {
    if (means.signal.aborted) return;
    error = fault instanceof Error ? fault.message : String(fault);
    counts.failed = 1;
    points = endAll(run.memory, atMs);
  }
  const durationMs = performance.now() - startedMs;
  const reports: Record<string, number> = {
    up: error === null ? 1 : 0,
    scrape_duration_seconds: durationMs / 1_000,
    scrape_samples_scraped: scraped,
    scrape_samples_post_metric_relabeling: kept,
    scrape_series_added: added,
  };
  for (const [metric, value] of Object.entries(reports))
    points.push({ entry: reportOf(job, run, metric), timeMs: atMs, ...bitsOf(value) });
  try {
    const written = await means.writer.write(tenant, points, atMs);
    counts.accepted = written.stored;
    counts.late = written.late;
    for (const [reason, count] of written.refused)
      counts.refused.set(reason, (counts.refused.get(reason) ?? 0) + count);
  } catch (fault) {
    // Fetched and lost: the next scrape follows, and the page says why this one is missing.
    error ??= `Fetched, but not stored: ${fault instanceof Error ? fault.message : String(fault)}`;
  }
  means.count(tenant.workspaceId, counts);
  run.health = {
    state: error === null ? "up" : "down",
    lastScrapeAt: new Date(atMs).toISOString(),
    durationMs: Math.round(durationMs),
    samples: scraped,
    kept,
    error,
  };
}

/** Ends all series of a target that is no more, its own reports too. */
export async function endTarget(job: LoadedJob, run: Run, means: ScrapeMeans): Promise<void> {
  await run.running;
  const atMs = means.now();
  const points = endAll(run.memory, atMs);
  for (const entry of run.reports.values())
    points.push({ entry, timeMs: atMs, low: staleLow, high: staleHigh });
  if (points.length > 0) await means.writer.write(job.tenant, points, atMs);
}

function admit(means: ScrapeMeans, workspaceId: string, series: Series): ScrapeEntry | string {
  const entry = newEntry(workspaceId, series);
  return means.hasRoom(workspaceId, entry.id) ? entry : "series_limit";
}

function reportOf(job: LoadedJob, run: Run, metric: string): ScrapeEntry {
  let entry = run.reports.get(metric);
  if (!entry) {
    const about = gauges[metric] ?? { unit: "", description: "" };
    const labels = Object.entries(run.target.labels);
    const series = describedSeries(metric, labels, false, () => ({ kind: "gauge", ...about }));
    entry = newEntry(job.tenant.workspaceId, series);
    run.reports.set(metric, entry);
  }
  return entry;
}

const bits = new DataView(new ArrayBuffer(8));
function bitsOf(value: number): { low: number; high: number } {
  bits.setFloat64(0, value);
  return { low: bits.getUint32(4), high: bits.getUint32(0) };
}
