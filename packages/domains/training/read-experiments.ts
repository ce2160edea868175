import { pageQuery, pageResult } from "../paging.ts";
import { defineQuery, type Reading } from "../verb.ts";
import { accessTo } from "./access.ts";
import {
  type ExperimentEntity,
  ensureDefault,
  requireExperiment,
  toExperiment,
} from "./experiments/entity.ts";
import { timeOf } from "./read-times.ts";
import { experiment, experimentPage, experimentsInput, idInput, seenKeys } from "./schemas.ts";

/** Of so many of the newest runs the names are gathered: enough for every column, whatever the experiment holds. */
const runsLookedAt = 500;
const keysMax = 300;

export const listExperiments = defineQuery({
  name: "training.experiments",
  permission: "training:read",
  input: experimentsInput,
  output: experimentPage,
  run: async (reading, { view, search, ...page }) => {
    const { where, ...query } = pageQuery(page);
    await ensureDefault(accessTo(reading, "read"));
    const rows = await reading.db.experiment.findMany({
      ...query,
      where: {
        ...where,
        lifecycle: view,
        ...(search ? { name: { contains: search, mode: "insensitive" as const } } : {}),
      },
    });
    const found = pageResult(rows, page, toExperiment);
    return { ...found, data: await withActivity(reading, found.data) };
  },
});

export const getExperiment = defineQuery({
  name: "training.experiment",
  permission: "training:read",
  input: idInput,
  output: experiment,
  run: async (reading, { id }) => {
    const found = await requireExperiment(accessTo(reading, "read"), id);
    return (await withActivity(reading, [found]))[0];
  },
});

/** Names of metrics, params and tags that the newest runs have, most used first. */
export const experimentKeys = defineQuery({
  name: "training.experiment-keys",
  permission: "training:read",
  input: idInput,
  output: seenKeys,
  run: async (reading, { id }) => {
    const { db } = reading;
    const found = await requireExperiment(accessTo(reading, "read"), id);
    const runs = await db.trainingRun.findMany({
      where: { experimentId: found.id, lifecycle: "active" },
      orderBy: { startTimeMs: "desc" },
      take: runsLookedAt,
      select: { id: true },
    });
    const question = {
      by: ["key" as const],
      where: { runId: { in: runs.map((row) => row.id) } },
      orderBy: [{ _count: { key: "desc" as const } }, { key: "asc" as const }],
      take: keysMax,
    };
    const [metrics, params, tags] = await Promise.all([
      db.runMetric.groupBy(question),
      db.runParam.groupBy(question),
      db.runTag.groupBy(question),
    ]);
    const names = (rows: readonly { key: string }[]) => rows.map(({ key }) => key);
    return { metrics: names(metrics), params: names(params), tags: names(tags) };
  },
});

async function withActivity({ db }: Reading, found: readonly ExperimentEntity[]) {
  const groups = await db.trainingRun.groupBy({
    by: ["experimentId", "lifecycle", "status"],
    where: { experimentId: { in: found.map(({ id }) => id) } },
    _count: true,
    _max: { startTimeMs: true, endTimeMs: true },
  });
  return found.map((one) => {
    const own = groups.filter((group) => group.experimentId === one.id && group.lifecycle === one.lifecycle);
    const count = (status?: string) =>
      own.reduce((sum, group) => sum + (status && group.status !== status ? 0 : group._count), 0);
    const lastMs = own.reduce(
      (last, { _max }) => Math.max(last, Number(_max.startTimeMs ?? 0), Number(_max.endTimeMs ?? 0)),
      0,
    );
    return {
      ...one,
      id: String(one.number),
      lifecycleStage: one.lifecycle,
      runCount: count(),
      runningCount: count("RUNNING"),
      lastActivityAt: lastMs > 0 ? timeOf(lastMs) : null,
    };
  });
}
