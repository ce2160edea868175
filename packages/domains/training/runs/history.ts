import { invalid } from "@triops/kernel/errors";
import { bulkHistory, type HistoryRow, metricHistory } from "@triops/telemetry/run-metrics/history";
import type { Caller } from "../../runtime.ts";
import { accessTo } from "../access.ts";
import { hexOf, uuidOf } from "../ids.ts";
import { placeOf, tokenOf } from "../page-token.ts";
import { missingRun, requireRun } from "./entity.ts";

/** MLflow's own limit of a bulk question. */
const bulkRunsMax = 100;
/** Points in one answer of a bulk question. */
const bulkPointsMax = 250_000;

/** Every point of a metric, oldest first. @throws notFound, invalid */
export async function history(
  caller: Caller,
  question: { runId: string; key: string; limit: number; token?: string | undefined },
): Promise<{ points: HistoryRow[]; nextToken: string | null }> {
  const access = accessTo(caller, "read");
  const run = await requireRun(access, question.runId);
  const place = placeOf(question.token, 3);
  if (place && !place.every((part) => /^-?\d{1,19}$/.test(part)))
    throw invalid("Invalid page token, could not be decoded");
  const { points, next } = await metricHistory(access.runtime.telemetry, {
    workspaceId: access.workspaceId,
    runId: run.id,
    key: question.key,
    limit: question.limit,
    ...(place
      ? { after: { timestampMs: Number(place[0]), step: Number(place[1]), valueBits: place[2] ?? "0" } }
      : {}),
  });
  return {
    points,
    nextToken: next ? tokenOf([next.timestampMs, next.step, next.valueBits]) : null,
  };
}

/** @throws notFound for any of the runs, invalid for more than 100 */
export async function historyOfMany(
  caller: Caller,
  question: {
    runIds: readonly string[];
    key: string;
    startStep?: number | undefined;
    endStep?: number | undefined;
    stepsMax?: number | undefined;
    limit?: number | undefined;
  },
): Promise<HistoryRow[]> {
  const access = accessTo(caller, "read");
  const { runIds, key, startStep, endStep, stepsMax } = question;
  if (runIds.length === 0) throw invalid("GetMetricHistoryBulk request must specify at least one run_id.");
  if (runIds.length > bulkRunsMax) {
    throw invalid(
      `GetMetricHistoryBulk request must specify at most ${bulkRunsMax} run_ids. Received ${runIds.length} run_ids.`,
    );
  }
  if (startStep !== undefined && endStep !== undefined && startStep > endStep)
    throw invalid(
      `end_step must be greater than start_step. Found start_step=${startStep} and end_step=${endStep}.`,
    );
  const ids = runIds.map((runId) => {
    const id = uuidOf(runId);
    if (id === null) throw missingRun(runId);
    return id;
  });
  const known = await access.db.trainingRun.findMany({ where: { id: { in: ids } }, select: { id: true } });
  const there = new Set(known.map(({ id }) => id));
  const missing = ids.find((id) => !there.has(id));
  if (missing) throw missingRun(hexOf(missing));
  return bulkHistory(access.runtime.telemetry, {
    workspaceId: access.workspaceId,
    runIds: ids,
    key,
    startStep,
    endStep,
    stepsMax,
    limit: question.limit ?? bulkPointsMax,
  });
}
