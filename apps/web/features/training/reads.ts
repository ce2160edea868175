import type {
  Experiment,
  History,
  LoggedModel,
  Run,
  RunDetail,
  SeenKeys,
} from "@triops/domains/training/schemas";
import { read, readPages } from "../../data/reads.ts";

type View = "active" | "deleted";

export const experimentPages = (query: { view?: View; search?: string }) =>
  readPages<Experiment>("/training-experiments", { ...query, limit: 100 });
export const experimentById = (id: string) => read<Experiment>(`/training-experiments/${id}`);
export const experimentKeys = (id: string) => read<SeenKeys>(`/training-experiments/${id}/keys`);

export type RunQuestion = { experimentIds: string; filter?: string; orderBy?: string; view?: View };
export const runPages = (query: RunQuestion) => readPages<Run>("/training-runs", { ...query, limit: 200 });
export const runById = (id: string) => read<RunDetail>(`/training-runs/${id}`);
/** Chosen runs with all they logged; those of another workspace or purged are not among them. At most 100. */
export const runsByIds = (ids: readonly string[]) =>
  read<{ data: Run[] }>("/training-runs/compare", { runIds: ids.join(",") });
/** One metric of several runs, each reduced to about `points` keeping its extremes. At most 100 runs. */
export const metricHistory = (runIds: readonly string[], key: string, points: number) =>
  read<{ data: History[] }>("/training-runs/metric-history", { runIds: runIds.join(","), key, points });

export const loggedModelPages = (query: { experimentIds?: string; runId?: string }) =>
  readPages<LoggedModel>("/training-models", { ...query, limit: 100 });
export const loggedModelById = (id: string) => read<LoggedModel>(`/training-models/${id}`);
