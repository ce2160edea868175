import { invalid, notFound } from "@triops/kernel/errors";
import { idInput } from "../paging.ts";
import { defineVerb } from "../verb.ts";
import { requireSense } from "./check.ts";
import { jobsFromYaml } from "./prometheus-yaml.ts";
import { jobConfig, scrapeJob, updateInput } from "./schemas.ts";
import { auditView, requireJob, sealSecret, shown } from "./store.ts";

/** Changes a job; `enabled` pauses and resumes it. A secret that is not given stays. @throws invalid, conflict */
export const update = defineVerb({
  name: "targets.update",
  permission: "targets:write",
  input: updateInput,
  output: scrapeJob,
  run: async (work, { id, yaml, ...wanted }) => {
    const { db, context, runtime } = work;
    const before = await requireJob(db, id);
    const given = yaml === undefined ? wanted : { ...wanted, ...onlyJob(yaml) };
    const config = given.config ?? jobConfig.parse(before.config);
    requireSense(config);
    // Without authentication a secret would only lie there.
    const secret = config.auth.kind === "none" ? null : given.secret;
    const [after] = await db.scrapeJob.updateManyAndReturn({
      where: { id },
      data: {
        ...(given.name === undefined ? {} : { name: given.name }),
        ...(given.enabled === undefined ? {} : { enabled: given.enabled }),
        config,
        ...(secret === undefined ? {} : { secret: sealSecret(runtime, context.workspaceId, id, secret) }),
      },
    });
    if (!after) throw notFound("scrape job");
    work.audit({ subject: { type: "target", id }, before: auditView(before), after: auditView(after) });
    return shown(after);
  },
});

/** Stops fetching for good; what was fetched stays. */
export const remove = defineVerb({
  name: "targets.remove",
  permission: "targets:write",
  input: idInput,
  output: scrapeJob,
  run: async (work, { id }) => {
    const row = await requireJob(work.db, id);
    const { count } = await work.db.scrapeJob.deleteMany({ where: { id } });
    if (count === 0) throw notFound("scrape job");
    work.audit({ subject: { type: "target", id }, before: auditView(row), after: null });
    return shown(row);
  },
});

/** @throws invalid unless the text holds exactly one job */
function onlyJob(yaml: string) {
  const { jobs } = jobsFromYaml(yaml);
  const [job] = jobs;
  if (!job || jobs.length > 1) throw invalid("Here belongs one scrape job");
  return { name: job.name, config: job.config, ...(job.secret === undefined ? {} : { secret: job.secret }) };
}
