import { z } from "zod";
import { isoTime, isoTimeOrNull, pageOf } from "../paging.ts";

/** JSON knows no NaN and no infinities: they travel as their names, as in MLflow's own API. */
export const figure = z.union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"])]);
export type Figure = z.output<typeof figure>;

export const lifecycleStage = z.enum(["active", "deleted"]);
const texts = z.record(z.string(), z.string());

export const experiment = z.object({
  /** MLflow's id: a number within the workspace. */
  id: z.string(),
  name: z.string(),
  lifecycleStage,
  artifactLocation: z.string(),
  createdAt: isoTime,
  updatedAt: isoTime,
  tags: texts,
  runCount: z.number().int(),
  runningCount: z.number().int(),
  lastActivityAt: isoTimeOrNull.describe("When a run last started or ended"),
});
export type Experiment = z.output<typeof experiment>;
export const experimentPage = pageOf(experiment);

export const runStatus = z.enum(["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"]);
export type RunStatus = z.output<typeof runStatus>;

const latestMetric = z.object({ value: figure, step: z.number(), at: isoTime });
export type LatestMetric = z.output<typeof latestMetric>;

export const run = z.object({
  id: z.string().describe("MLflow's run id"),
  name: z.string(),
  experimentId: z.string(),
  status: runStatus,
  lifecycleStage,
  userName: z.string(),
  startedAt: isoTimeOrNull,
  endedAt: isoTimeOrNull,
  artifactUri: z.string(),
  metrics: z.record(z.string(), latestMetric).describe("The newest point of each metric"),
  params: texts,
  tags: texts.describe("In lists, long texts are cut"),
});
export type Run = z.output<typeof run>;
export const runPage = pageOf(run);
export const runList = z.object({ data: z.array(run) });

const dataset = z.object({
  name: z.string(),
  digest: z.string(),
  sourceType: z.string(),
  source: z.string(),
  schema: z.string().nullable(),
  profile: z.string().nullable(),
  context: z.string().nullable(),
});
export type Dataset = z.output<typeof dataset>;

export const runDetail = run.extend({
  experimentName: z.string(),
  datasets: z.array(dataset),
  inputModelIds: z.array(z.string()),
  outputModels: z.array(z.object({ modelId: z.string(), step: z.number() })),
});
export type RunDetail = z.output<typeof runDetail>;

const historyPoint = z.tuple([z.number(), z.number(), figure]);
/** Step, time in ms since 1970, value. */
export type HistoryPoint = z.output<typeof historyPoint>;
const history = z.object({
  runId: z.string(),
  key: z.string(),
  total: z.number().int().describe("Points there are, before reducing"),
  points: z.array(historyPoint),
});
export type History = z.output<typeof history>;
export const historyList = z.object({ data: z.array(history) });

export const seenKeys = z.object({
  metrics: z.array(z.string()),
  params: z.array(z.string()),
  tags: z.array(z.string()),
});
export type SeenKeys = z.output<typeof seenKeys>;

export const loggedModel = z.object({
  id: z.string(),
  name: z.string(),
  experimentId: z.string(),
  status: z.string(),
  statusMessage: z.string().nullable(),
  modelType: z.string().nullable(),
  sourceRunId: z.string().nullable(),
  artifactUri: z.string(),
  createdAt: isoTime,
  updatedAt: isoTime,
  params: texts,
  tags: texts,
  metrics: z.array(
    z.object({
      key: z.string(),
      value: figure,
      step: z.number(),
      datasetName: z.string().nullable(),
      runId: z.string().nullable(),
    }),
  ),
  registrations: z.array(z.object({ name: z.string(), version: z.string() })),
});
export type LoggedModel = z.output<typeof loggedModel>;
export const loggedModelPage = pageOf(loggedModel);

/** As many ids as fit into an address. */
export const runsAtOnceMax = 100;
const ids = z
  .string()
  .transform((text) => text.split(",").filter((id) => id !== ""))
  .pipe(z.array(z.string()).min(1).max(runsAtOnceMax))
  .describe(`Ids with commas between them, at most ${runsAtOnceMax}`);

const cursor = z.string().max(20_000).optional().describe("The nextCursor of the page before");
const limit = z.coerce.number().int().min(1).max(200).default(50);
const view = lifecycleStage.default("active").describe("`deleted` is the trash");

export const experimentsInput = z.object({
  view,
  search: z.string().max(500).optional().describe("Part of the name"),
  cursor: z.uuid().optional().describe("The nextCursor of the page before"),
  limit,
});
export const idInput = z.object({ id: z.string().max(256) });
export const runsInput = z.object({
  experimentIds: z.string().max(2_000).describe("Ids with commas between them"),
  filter: z
    .string()
    .max(20_000)
    .optional()
    .describe("MLflow's grammar, and OR, NOT and brackets: `metrics.rmse < 1 OR params.depth = '5'`"),
  orderBy: z.string().max(500).optional().describe("`metrics.rmse ASC`; newest first by default"),
  view,
  cursor,
  limit,
});
export const compareInput = z.object({ runIds: ids });
export const historyInput = z.object({
  runIds: ids,
  key: z.string().min(1).max(250),
  points: z.coerce.number().int().min(10).max(2_000).default(500).describe("About so many per run"),
});
export const modelsInput = z.object({
  experimentIds: z.string().max(2_000).optional(),
  runId: z.string().max(256).optional(),
  cursor: z.uuid().optional(),
  limit,
});

export const artifactsInput = z.object({
  id: z.string().max(256),
  path: z.string().max(1_000).default("").describe("A folder below; the top one by default"),
});
export const artifactFiles = z.object({
  data: z.array(z.object({ path: z.string(), isDirectory: z.boolean(), sizeBytes: z.number().nullable() })),
});
