import { conflict, isTriopsError } from "@triops/kernel/errors";
import { idInput } from "../paging.ts";
import { defineVerb } from "../verb.ts";
import { deadJob, dismissed } from "./schemas.ts";
import { auditView, deadJobView, requireDead } from "./store.ts";

/** Gives a dead job all its attempts again. Handlers are idempotent, so trying once too often is harmless. */
export const retry = defineVerb({
  name: "jobs.retry",
  permission: "jobs:admin",
  input: idInput,
  output: deadJob,
  run: async ({ runtime, context, audit }, { id }) => {
    const before = await requireDead(runtime.database, context, id);
    if (before.retriedAt) throw conflict("This job was given another try already");
    try {
      await runtime.inspector.retry(before.queue, before.jobId);
    } catch (error) {
      if (isTriopsError(error) && error.code === "not_found") {
        throw conflict("The queue no longer holds this job; dismiss it");
      }
      throw error;
    }
    const after = await runtime.database.deadJob.update({
      where: { id },
      data: { retriedAt: context.now },
    });
    audit({ subject: { type: "job", id }, before: auditView(before), after: auditView(after) });
    return deadJobView(after);
  },
});

/** Takes a dead job off the list for good. */
export const dismiss = defineVerb({
  name: "jobs.dismiss",
  permission: "jobs:admin",
  input: idInput,
  output: dismissed,
  run: async ({ runtime, context, audit }, { id }) => {
    const before = await requireDead(runtime.database, context, id);
    await runtime.inspector.remove(before.queue, before.jobId).catch((error) => {
      if (!isTriopsError(error) || error.code !== "not_found") throw error;
    });
    await runtime.database.deadJob.deleteMany({ where: { id } });
    audit({ subject: { type: "job", id }, before: auditView(before) });
    return { id };
  },
});
