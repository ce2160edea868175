import type { Experiment, Run, RunDetail } from "@triops/domains/training/schemas";
import { formatCount } from "@triops/ui/units";
import { figureText, numberOf } from "./figures.ts";

const counted = (count: number, one: string, more = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : more}`;

/** The one sentence on top of the experiments. */
export function answerForExperiments(rows: readonly Experiment[], more: boolean): string {
  const runs = rows.reduce((sum, row) => sum + row.runCount, 0);
  if (runs === 0) return "Nothing has been trained yet.";
  const running = rows.reduce((sum, row) => sum + row.runningCount, 0);
  const state =
    running === 0 ? "none under way" : `${formatCount(running)} ${running === 1 ? "is" : "are"} under way`;
  const where = more ? `the first ${rows.length} experiments` : counted(rows.length, "experiment");
  return `${counted(runs, "run")} in ${where}; ${state}.`;
}

/** The one sentence on top of an experiment: how many of what is listed is under way or failed. */
export function answerForRuns(rows: readonly Run[], more: boolean, filtered: boolean): string {
  if (rows.length === 0) return filtered ? "No run fits." : "No run yet.";
  const count = `${formatCount(rows.length)}${more ? "+" : ""} ${rows.length === 1 ? "run" : "runs"}${filtered ? (rows.length === 1 ? " fits" : " fit") : ""}`;
  const running = rows.filter(({ status }) => status === "RUNNING").length;
  const failed = rows.filter(({ status }) => status === "FAILED").length;
  const parts = [
    running > 0 && `${formatCount(running)} under way`,
    failed > 0 && `${formatCount(failed)} failed`,
  ].filter(Boolean);
  return `${count}${parts.length > 0 ? `: ${parts.join(", ")}` : ", none failed"}.`;
}

const shownFigures = 3;

/** The one sentence on top of a run: what it came to. */
export function answerForRun(run: Pick<RunDetail, "status" | "metrics">): string {
  const figures = Object.entries(run.metrics);
  const some = figures
    .slice(0, shownFigures)
    .map(([key, { value }]) => `${key} ${figureText(value)}`)
    .join(", ");
  const broken = figures.filter(([, { value }]) => Number.isNaN(numberOf(value))).length;
  const state = {
    RUNNING: "Under way",
    SCHEDULED: "Not started",
    FINISHED: "Finished",
    FAILED: "Failed",
    KILLED: "Stopped by hand",
  }[run.status];
  if (figures.length === 0) return `${state}; no metric was logged.`;
  const more = figures.length > shownFigures ? ` and ${formatCount(figures.length - shownFigures)} more` : "";
  const warning = broken > 0 ? ` ${counted(broken, "metric is", "metrics are")} NaN.` : "";
  return `${state} with ${some}${more}.${warning}`;
}
