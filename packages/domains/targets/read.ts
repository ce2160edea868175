import { idInput, pageQuery, pageResult } from "../paging.ts";
import { defineQuery } from "../verb.ts";
import { readHealth } from "./health.ts";
import { healthInput, healthPage, jobListInput, jobPage, scrapeJob } from "./schemas.ts";
import { requireJob, shown } from "./store.ts";

export const listJobs = defineQuery({
  name: "targets.jobs",
  permission: "targets:read",
  input: jobListInput,
  output: jobPage,
  run: async ({ db }, page) => {
    const { where, ...query } = pageQuery(page);
    return pageResult(await db.scrapeJob.findMany({ ...query, where }), page, shown);
  },
});

export const getJob = defineQuery({
  name: "targets.get",
  permission: "targets:read",
  input: idInput,
  output: scrapeJob,
  run: async ({ db }, { id }) => shown(await requireJob(db, id)),
});

const order = { down: 0, unknown: 1, up: 2, dropped: 3 } as const;

/** Every target with its last scrape: what is down first, then by job and address. */
export const listTargets = defineQuery({
  name: "targets.list",
  permission: "targets:read",
  input: healthInput,
  output: healthPage,
  run: async ({ db, runtime, context }, { jobId, state, cursor, limit }) => {
    const [jobs, health] = await Promise.all([
      db.scrapeJob.findMany({ select: { id: true, name: true, enabled: true } }),
      readHealth(runtime, context.workspaceId),
    ]);
    const names = new Map(jobs.filter((job) => job.enabled).map(({ id, name }) => [id, name]));
    const dropped = [...health.jobs].flatMap(([id, { dropped: labels }]) =>
      labels.map((discovered, index) => ({
        jobId: id,
        field: `${id} dropped ${index}`,
        url: discovered.__address__ ?? "",
        state: "dropped" as const,
        ...{ lastScrapeAt: null, durationMs: null, samples: null, kept: null, error: null },
        discovered,
        labels: {},
      })),
    );
    const all = [...health.targets, ...dropped]
      .flatMap((target) => {
        const job = names.get(target.jobId);
        return job === undefined || (jobId && target.jobId !== jobId) ? [] : [{ ...target, job }];
      })
      .map((target) => ({ ...target, place: `${order[target.state]} ${target.job} ${target.field}` }))
      .sort((a, b) => (a.place < b.place ? -1 : 1));
    const counts = { up: 0, down: 0, unknown: 0, dropped: 0 };
    for (const target of all) counts[target.state]++;
    const rows = all.filter(
      (target) => (!state || target.state === state) && (!cursor || target.place > cursor),
    );
    const data = rows.slice(0, limit);
    return {
      data,
      nextCursor: rows.length > limit ? (data.at(-1)?.place ?? null) : null,
      counts,
      jobFaults: Object.fromEntries(
        [...health.jobs].flatMap(([id, { faults }]) =>
          faults[0] && names.has(id) ? [[id, faults.join("; ")]] : [],
        ),
      ),
      allowedCidrs: [...(runtime.scraping?.allowedCidrs ?? [])],
      discoveryDir: runtime.scraping?.discoveryDir ?? null,
    };
  },
});
