/** One point of a metric of a training run. `runId` is a UUIDv7. */
export type MetricPoint = {
  runId: string;
  key: string;
  step: number;
  /** Milliseconds since 1970, as the client sent it. */
  timestampMs: number;
  value: number;
  /** Empty for none. */
  modelId: string;
  datasetName: string;
  datasetDigest: string;
};

export const pointsTable = "run_metric_points";
export const pointColumns = [
  "workspace_id",
  "run_id",
  "run_created",
  "key",
  "step",
  "timestamp_ms",
  "value",
  "model_id",
  "dataset_name",
  "dataset_digest",
] as const;

/** When a run was made stands in its id (UUIDv7): the first 48 bits are milliseconds. */
export const createdMsOf = (runId: string): number =>
  Number.parseInt(runId.slice(0, 8) + runId.slice(9, 13), 16);

/** The stretch in which these runs were made, which is what partitions are cut by. */
export function windowOfRuns(runIds: readonly string[]): { from: Date; to: Date } {
  const times = runIds.map(createdMsOf);
  return { from: new Date(Math.min(...times)), to: new Date(Math.max(...times) + 1) };
}
