import { reducedHistory } from "@triops/telemetry/run-metrics/history";
import { defineQuery, type Reading } from "../verb.ts";
import { accessTo } from "./access.ts";
import { requireExperiment } from "./experiments/entity.ts";
import { hexOf, modelIdOf, uuidOf } from "./ids.ts";
import { largestFloat } from "./limits.ts";
import { timeOf } from "./read-times.ts";
import type { RunEntity } from "./runs/entity.ts";
import { getRuns, getRun as runById, searchRuns } from "./runs/search.ts";
import {
  compareInput,
  type Figure,
  historyInput,
  historyList,
  idInput,
  runDetail,
  runList,
  runPage,
  runsInput,
} from "./schemas.ts";

/** Tags may have 8,000 characters each; a list of 200 runs carries the beginnings. */
const listedTagCharsMax = 300;
const contextTag = "mlflow.data.context";

export const listRuns = defineQuery({
  name: "training.runs",
  permission: "training:read",
  input: runsInput,
  output: runPage,
  run: async (reading, { experimentIds, filter, orderBy, view, cursor, limit }) => {
    const { runs, nextToken } = await searchRuns(reading, {
      experimentIds: experimentIds.split(",").filter((id) => id !== ""),
      filter,
      orderBy: orderBy ? [orderBy] : [],
      view: view === "active" ? "ACTIVE_ONLY" : "DELETED_ONLY",
      limit,
      token: cursor,
    });
    return { data: runs.map(listed), nextCursor: nextToken };
  },
});

export const getRun = defineQuery({
  name: "training.run",
  permission: "training:read",
  input: idInput,
  output: runDetail,
  run: async (reading, { id }) => {
    const found = await runById(reading, id);
    const experiment = await requireExperiment(accessTo(reading, "read"), String(found.experimentNumber));
    return {
      ...shown(found),
      experimentName: experiment.name,
      datasets: found.datasets.map((dataset) => ({
        ...dataset,
        context: dataset.tags.find(({ key }) => key === contextTag)?.value ?? null,
      })),
      inputModelIds: found.inputModels.map(modelIdOf),
      outputModels: found.outputModels.map(({ modelId, step }) => ({ modelId: modelIdOf(modelId), step })),
    };
  },
});

/** In the order asked for; ids that are no runs of this workspace are left out. */
export const compareRuns = defineQuery({
  name: "training.compare-runs",
  permission: "training:read",
  input: compareInput,
  output: runList,
  run: async (reading, { runIds }) => {
    const found = await getRuns(reading, [...new Set(runIds)]);
    return { data: found.map(listed) };
  },
});

/** Curves of about `points` points that keep every extreme; runs without the metric are left out. */
export const metricHistories = defineQuery({
  name: "training.metric-histories",
  permission: "training:read",
  input: historyInput,
  output: historyList,
  run: async ({ context, runtime }: Reading, { runIds, key, points }) => {
    const found = await reducedHistory(runtime.telemetry, {
      workspaceId: context.workspaceId,
      runIds: runIds.flatMap((id) => uuidOf(id) ?? []),
      key,
      points,
    });
    return {
      data: found.map((one) => ({
        runId: hexOf(one.runId),
        key,
        total: one.total,
        points: one.points.map(([step, timestampMs, value]) => [step, timestampMs, figureOf(value)]),
      })),
    };
  },
});

export function figureOf(value: number): Figure {
  if (Number.isNaN(value)) return "NaN";
  if (Math.abs(value) >= largestFloat) return value > 0 ? "Infinity" : "-Infinity";
  return value;
}

const record = (pairs: readonly { key: string; value: string }[]) =>
  Object.fromEntries(pairs.map(({ key, value }) => [key, value]));

function shown(run: RunEntity) {
  return {
    id: hexOf(run.id),
    name: run.name,
    experimentId: String(run.experimentNumber),
    status: run.status,
    lifecycleStage: run.lifecycle,
    userName: run.userId,
    startedAt: timeOf(run.startTimeMs),
    endedAt: timeOf(run.endTimeMs),
    artifactUri: run.artifactUri,
    metrics: Object.fromEntries(
      run.metrics.map(({ key, value, step, timestampMs }) => [
        key,
        { value: figureOf(value), step, at: timeOf(timestampMs) ?? new Date(0) },
      ]),
    ),
    params: record(run.params),
    tags: record(run.tags),
  };
}

function listed(run: RunEntity) {
  const whole = shown(run);
  const tags = run.tags.map(({ key, value }) => ({
    key,
    value: value.length > listedTagCharsMax ? `${value.slice(0, listedTagCharsMax)}…` : value,
  }));
  return { ...whole, tags: record(tags) };
}
