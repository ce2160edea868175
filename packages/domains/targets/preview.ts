import { compileRelabel } from "@triops/telemetry/scrape/relabel";
import { newMemory, readPage } from "@triops/telemetry/scrape/scrape-page";
import type { Series } from "@triops/telemetry/tables/series";
import { defineQuery, type Reading } from "../verb.ts";
import { requireSense } from "./check.ts";
import { discoverTargets } from "./discover.ts";
import { egressOf, fetchPage } from "./fetch-page.ts";
import { jobsFromYaml } from "./prometheus-yaml.ts";
import { type JobConfig, jobConfig, previewInput, preview as previewOutput } from "./schemas.ts";
import { openSecret, requireJob } from "./store.ts";

const shownTargets = 50;
const shownSeries = 200;

/** Fetches once and stores nothing: which targets a job has and what one of them would give. */
export const preview = defineQuery({
  name: "targets.preview",
  // It makes Triops send a request: not for people who only look.
  permission: "targets:write",
  input: previewInput,
  output: previewOutput,
  run: async (reading, input) => {
    const { name, config, secret } = await jobOf(reading, input);
    requireSense(config);
    const { runtime, context } = reading;
    const workspace = await runtime.database.workspace.findUniqueOrThrow({
      where: { id: context.workspaceId },
    });
    const found = await discoverTargets(
      { name, config, slug: workspace.slug },
      runtime.scraping?.discoveryDir ?? null,
    );
    const target =
      found.targets.find(({ url, labels }) => url === input.address || labels.instance === input.address) ??
      found.targets[0];
    const about = {
      targets: found.targets.slice(0, shownTargets).map(({ url, labels }) => ({ url, labels })),
      targetsTotal: found.targets.length,
      faults: found.faults,
      url: target?.url ?? null,
    };
    const nothing = { durationMs: null, samples: 0, kept: 0, series: [] };
    if (!target) return { ...about, ...nothing, error: "No target is left to fetch from" };
    const egress = egressOf(runtime, config, secret);
    const startedMs = performance.now();
    try {
      const page = await fetchPage(egress, target.url, config, secret);
      const read = readPage<Series>(
        newMemory(),
        { ...page, atMs: context.now.getTime() },
        {
          ...config,
          labels: target.labels,
          metricRelabel: compileRelabel(config.metricRelabelConfigs),
        },
        (series) => series,
      );
      return {
        ...about,
        error: null,
        durationMs: Math.round(performance.now() - startedMs),
        samples: read.scraped,
        kept: read.kept,
        series: read.points.slice(0, shownSeries).map(({ entry, low, high }) => ({
          series: textOf(entry),
          value: textOfValue(low, high),
        })),
      };
    } catch (error) {
      return { ...about, ...nothing, error: error instanceof Error ? error.message : String(error) };
    } finally {
      await egress.close();
    }
  },
});

async function jobOf(
  { db, runtime }: Reading,
  input: { id?: string | undefined; name: string; config?: JobConfig | undefined; yaml?: string | undefined },
): Promise<{ name: string; config: JobConfig; secret: string | null }> {
  const saved = input.id === undefined ? null : await requireJob(db, input.id);
  const kept = saved ? openSecret(runtime, saved) : null;
  if (input.yaml !== undefined) {
    const [job] = jobsFromYaml(input.yaml).jobs;
    if (job) return { name: job.name, config: job.config, secret: job.secret ?? kept };
  }
  const config = input.config ?? jobConfig.parse(saved?.config ?? {});
  return { name: saved?.name ?? input.name, config, secret: kept };
}

function textOf({ metric, labels }: Series): string {
  const pairs = labels.map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return pairs.length > 0 ? `${metric}{${pairs.join(", ")}}` : metric;
}

const bits = new DataView(new ArrayBuffer(8));
function textOfValue(low: number, high: number): string {
  bits.setUint32(4, low);
  bits.setUint32(0, high);
  const value = bits.getFloat64(0);
  return Number.isFinite(value) ? String(value) : Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
}
