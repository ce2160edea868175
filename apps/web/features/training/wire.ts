/** What the API says of training, as it travels. */

/** JSON knows no NaN and no infinities: they travel as their names. */
export type Figure = number | "NaN" | "Infinity" | "-Infinity";

export type Experiment = {
  id: string;
  name: string;
  lifecycleStage: "active" | "deleted";
  artifactLocation: string;
  createdAt: string;
  updatedAt: string;
  tags: Readonly<Record<string, string>>;
  runCount: number;
  runningCount: number;
  /** When a run last started or ended. */
  lastActivityAt: string | null;
};

export type RunStatus = "RUNNING" | "SCHEDULED" | "FINISHED" | "FAILED" | "KILLED";

export type LatestMetric = { value: Figure; step: number; at: string };

export type Run = {
  id: string;
  name: string;
  experimentId: string;
  status: RunStatus;
  lifecycleStage: "active" | "deleted";
  userName: string;
  startedAt: string | null;
  endedAt: string | null;
  artifactUri: string;
  metrics: Readonly<Record<string, LatestMetric>>;
  params: Readonly<Record<string, string>>;
  tags: Readonly<Record<string, string>>;
};

export type Dataset = {
  name: string;
  digest: string;
  sourceType: string;
  source: string;
  schema: string | null;
  profile: string | null;
  context: string | null;
};

export type RunDetail = Run & {
  experimentName: string;
  datasets: readonly Dataset[];
  inputModelIds: readonly string[];
  outputModels: readonly { modelId: string; step: number }[];
};

/** Step, time in ms since 1970, value. */
export type HistoryPoint = readonly [step: number, atMs: number, value: Figure];
export type History = { runId: string; key: string; total: number; points: readonly HistoryPoint[] };

/** Names seen in an experiment, most used first. */
export type SeenKeys = {
  metrics: readonly string[];
  params: readonly string[];
  tags: readonly string[];
};

export type ArtifactFile = { path: string; isDirectory: boolean; sizeBytes: number | null };

export type LoggedModel = {
  id: string;
  name: string;
  experimentId: string;
  status: string;
  statusMessage: string | null;
  modelType: string | null;
  sourceRunId: string | null;
  artifactUri: string;
  createdAt: string;
  updatedAt: string;
  params: Readonly<Record<string, string>>;
  tags: Readonly<Record<string, string>>;
  metrics: readonly {
    key: string;
    value: Figure;
    step: number;
    datasetName: string | null;
    runId: string | null;
  }[];
  registrations: readonly { name: string; version: string }[];
};
