import {
  bringBackRun,
  createRun,
  deleteRunTag,
  getRun,
  hexOf,
  history,
  historyOfMany,
  removeRun,
  runStatuses,
  searchRuns,
  updateRun,
} from "@triops/domains/training/index";
import { views } from "./experiments.ts";
import { type Input, pageSize, tagsOf } from "./input.ts";
import { operation } from "./operation.ts";
import { runInfoWire, runWire } from "./training-wire.ts";

/** Clients send both names of it; the older one counts only alone. */
export const runIdOf = (input: Input): string =>
  input.text("run_id") || input.text("run_uuid") || input.requiredText("run_id");

const runsMax = 50_000;
/** What the client always asks of a metric's history. */
const historyMax = 25_000;
const bulkStepsUsual = 2_500;

export const runOperations = [
  operation("POST", "/runs/create", "training:write", async ({ caller, input }) => {
    const run = await createRun(caller, {
      experimentId: input.text("experiment_id") || "0",
      userId: input.text("user_id") ?? "",
      startTimeMs: input.integer("start_time"),
      name: input.text("run_name"),
      tags: tagsOf(input, "tags"),
    });
    return { run: runWire(run) };
  }),
  operation("GET", "/runs/get", "training:read", async ({ caller, input }) => ({
    run: runWire(await getRun(caller, runIdOf(input))),
  })),
  operation("POST", "/runs/update", "training:write", async ({ caller, input }) => ({
    run_info: runInfoWire(
      await updateRun(caller, runIdOf(input), {
        status: input.choice("status", runStatuses),
        endTimeMs: input.integer("end_time"),
        name: input.text("run_name"),
      }),
    ),
  })),
  operation("POST", "/runs/delete", "training:write", async ({ caller, input }) => {
    await removeRun.call(caller, { id: runIdOf(input) });
    return {};
  }),
  operation("POST", "/runs/restore", "training:write", async ({ caller, input }) => {
    await bringBackRun.call(caller, { id: runIdOf(input) });
    return {};
  }),
  operation(["POST", "DELETE"], "/runs/delete-tag", "training:write", async ({ caller, input }) => {
    await deleteRunTag(caller, runIdOf(input), input.requiredText("key"));
    return {};
  }),
  operation("POST", "/runs/search", "training:read", async ({ caller, input }) => {
    const { runs, nextToken } = await searchRuns(caller, {
      experimentIds: input.texts("experiment_ids"),
      filter: input.text("filter"),
      orderBy: input.texts("order_by"),
      view: input.choice("run_view_type", views) ?? "ACTIVE_ONLY",
      limit: pageSize(input, 1_000, runsMax),
      token: input.text("page_token"),
    });
    return { runs: runs.map(runWire), next_page_token: nextToken };
  }),
  operation("GET", "/metrics/get-history", "training:read", async ({ caller, input }) => {
    const key = input.requiredText("metric_key");
    const { points, nextToken } = await history(caller, {
      runId: runIdOf(input),
      key,
      limit: pageSize(input, historyMax, historyMax),
      token: input.text("page_token"),
    });
    return {
      metrics: points.map(({ figure: value, timestamp_ms: timestamp, step }) => ({
        key,
        value,
        timestamp,
        step,
      })),
      next_page_token: nextToken,
    };
  }),
  operation("GET", "/metrics/get-history-bulk-interval", "training:read", async ({ caller, input }) => {
    const key = input.requiredText("metric_key");
    const points = await historyOfMany(caller, {
      runIds: input.texts("run_ids"),
      key,
      startStep: input.integer("start_step"),
      endStep: input.integer("end_step"),
      stepsMax: pageSize(input, bulkStepsUsual, bulkStepsUsual),
    });
    return { metrics: points.map((point) => bulkPoint(key, point)) };
  }),
  operation("GET", "/metrics/get-history-bulk", "training:read", async ({ caller, input }) => {
    const key = input.requiredText("metric_key");
    const runIds = input.has("run_ids") ? input.texts("run_ids") : input.texts("run_id");
    const limit = pageSize(input, historyMax, historyMax);
    const points = await historyOfMany(caller, { runIds, key, limit });
    return { metrics: points.map((point) => bulkPoint(key, point)) };
  }),
];

const bulkPoint = (
  key: string,
  point: { run: string; figure: number; timestamp_ms: number; step: number },
) => ({
  run_id: hexOf(point.run),
  key,
  value: point.figure,
  timestamp: point.timestamp_ms,
  step: point.step,
});
