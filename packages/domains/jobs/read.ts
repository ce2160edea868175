import { notFound } from "@triops/kernel/errors";
import { idInput, pageQuery, pageResult } from "../paging.ts";
import { defineQuery } from "../verb.ts";
import { deadJob, deadJobPage, listInput, queueInput, queueList, queuePage, queuesInput } from "./schemas.ts";
import { deadJobView, isOperator, requireDead, visible } from "./store.ts";

/** Jobs that used up their attempts. */
export const list = defineQuery({
  name: "jobs.list",
  permission: "jobs:admin",
  input: listInput,
  output: deadJobPage,
  run: async ({ runtime, context }, { queue, state, ...page }) => {
    const { where, ...query } = pageQuery(page);
    const rows = await runtime.database.deadJob.findMany({
      ...query,
      where: {
        AND: [
          where,
          await visible(runtime.database, context),
          queue ? { queue } : {},
          { retriedAt: state === "dead" ? null : { not: null } },
        ],
      },
    });
    return pageResult(rows, page, deadJobView);
  },
});

export const get = defineQuery({
  name: "jobs.get",
  permission: "jobs:admin",
  input: idInput,
  output: deadJob,
  run: async ({ runtime, context }, { id }) => deadJobView(await requireDead(runtime.database, context, id)),
});

/** All queues with their depth and pace. */
export const queues = defineQuery({
  name: "jobs.queues",
  permission: "jobs:admin",
  input: queuesInput,
  output: queueList,
  run: async ({ runtime, context }) => {
    const operator = await isOperator(runtime.database, context);
    return { operator, data: operator ? await runtime.inspector.inspect() : [], nextCursor: null };
  },
});

/** What stands in one queue. */
export const queueJobs = defineQuery({
  name: "jobs.queue",
  permission: "jobs:admin",
  input: queueInput,
  output: queuePage,
  run: async ({ runtime, context }, { queue, state, cursor, limit }) => {
    if (!(await isOperator(runtime.database, context))) throw notFound("job queue");
    return runtime.inspector.list(queue, state, cursor ?? null, limit);
  },
});
