import { newId } from "@triops/kernel/ids";
import { defineVerb } from "../verb.ts";
import type { Work } from "../work.ts";
import { requireSense } from "./check.ts";
import { jobsFromYaml } from "./prometheus-yaml.ts";
import { createInput, imported, importInput, type JobConfig, scrapeJob } from "./schemas.ts";
import { auditView, requireRoom, sealSecret, shown } from "./store.ts";

type NewJob = { name: string; enabled: boolean; config: JobConfig; secret: string | null };

/** Starts to fetch; the first scrape follows within an interval. @throws invalid, conflict for a name in use, limitReached */
export const create = defineVerb({
  name: "targets.create",
  permission: "targets:write",
  input: createInput,
  output: scrapeJob,
  run: async (work, job) => {
    await requireRoom(work.db, 1);
    return insertJob(work, job);
  },
});

/** Takes over the scrape jobs of a Prometheus. @throws invalid, conflict for a name in use, limitReached */
export const importJobs = defineVerb({
  name: "targets.import",
  permission: "targets:write",
  input: importInput,
  output: imported,
  run: async (work, { yaml }) => {
    const { jobs, notes } = jobsFromYaml(yaml);
    await requireRoom(work.db, jobs.length);
    const data = [];
    for (const { name, config, secret } of jobs)
      data.push(await insertJob(work, { name, enabled: true, config, secret: secret ?? null }));
    return { data, notes };
  },
});

async function insertJob(work: Work, { name, enabled, config, secret }: NewJob) {
  const { db, context, runtime } = work;
  requireSense(config);
  const id = newId();
  const row = await db.scrapeJob.create({
    data: {
      id,
      workspaceId: context.workspaceId,
      name,
      enabled,
      config,
      secret: sealSecret(runtime, context.workspaceId, id, secret),
      createdById: context.actor.id,
    },
  });
  work.audit({ subject: { type: "target", id }, after: auditView(row) });
  return shown(row);
}
