import { z } from "zod";
import { idInput, isoTime, isoTimeOrNull, pageInput, pageOf } from "../paging.ts";
import { jsonText } from "../query-text.ts";

const labelName = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, "Letters, digits and _; not a digit first");
const text = z.string().max(4_096);
const labels = z.record(labelName, text).refine((all) => Object.keys(all).length <= 40, "At most 40 labels");

export const relabelActions = [
  "replace",
  "keep",
  "drop",
  "labelmap",
  "labeldrop",
  "labelkeep",
  "hashmod",
  "lowercase",
  "uppercase",
  "keepequal",
  "dropequal",
] as const;

export const relabelRule = z.object({
  action: z.enum(relabelActions).default("replace"),
  sourceLabels: z.array(z.string().max(200)).max(20).default([]),
  separator: z.string().max(20).default(";"),
  regex: z.string().max(1_000).default("(.*)"),
  targetLabel: z.string().max(200).default(""),
  replacement: z.string().max(1_000).default("$1"),
  modulus: z.int().min(0).default(0),
});
const rules = z.array(relabelRule).max(50).default([]);

export const targetGroup = z.object({
  targets: z.array(z.string().trim().min(1).max(300)).max(1_000),
  labels: labels.default({}),
});

export const auth = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("none") }),
  z.object({ kind: z.literal("basic"), username: z.string().max(200) }),
  z.object({ kind: z.literal("bearer") }),
  z.object({
    kind: z.literal("certificate"),
    cert: z.string().max(50_000).describe("Shown to the target, PEM; its key, PEM too, is the secret"),
  }),
]);

export const jobConfig = z.object({
  scheme: z.enum(["http", "https"]).default("http"),
  metricsPath: z.string().trim().startsWith("/", "Begins with /").max(500).default("/metrics"),
  params: z.record(z.string().max(100), z.string().max(500)).default({}),
  intervalSeconds: z.int().min(5, "At least 5 seconds").max(3_600).default(30),
  timeoutSeconds: z.int().min(1).max(10, "At most 10 seconds").default(10),
  honorLabels: z.boolean().default(false),
  honorTimestamps: z.boolean().default(true),
  sampleLimit: z.int().min(1).max(200_000).default(50_000).describe("Of one page; more is an error"),
  labelLimit: z.int().min(1).max(64).default(64),
  staticConfigs: z.array(targetGroup).max(100).default([]),
  fileSd: z
    .array(
      z
        .string()
        .trim()
        .max(200)
        .regex(
          /^(?!.*\.\.)[\w.-]+(?:\/[\w.-]+)*?\/?[\w.*-]+\.(?:json|ya?ml)$/,
          "A path below the workspace's folder that ends in .json, .yml or .yaml; * in its last part",
        ),
    )
    .max(10)
    .default([]),
  relabelConfigs: rules,
  metricRelabelConfigs: rules,
  auth: auth.default({ kind: "none" }),
  tls: z
    .object({
      ca: z.string().max(50_000).optional().describe("PEM"),
      serverName: z.string().max(200).optional(),
      insecureSkipVerify: z.boolean().default(false),
    })
    .default({ insecureSkipVerify: false }),
});
export type JobConfig = z.output<typeof jobConfig>;
export type RelabelRule = z.output<typeof relabelRule>;

const name = z.string().trim().min(1, "Give it a name").max(100);
const secret = z
  .string()
  .max(4_096)
  .nullable()
  .describe("Password or token; null takes it away. Never shown again");

export const createInput = z.object({
  name,
  enabled: z.boolean().default(true),
  config: jobConfig,
  secret: secret.default(null),
});
export const updateInput = idInput.extend({
  name: name.optional(),
  enabled: z.boolean().optional().describe("false pauses: its series end, nothing is fetched"),
  config: jobConfig.optional(),
  secret: secret.optional(),
  yaml: z.string().max(200_000).optional().describe("One scrape_config of Prometheus in place of all that"),
});
export const importInput = z.object({
  yaml: z
    .string()
    .trim()
    .min(1, "Paste something first")
    .max(200_000)
    .describe("scrape_configs of a prometheus.yml"),
});

export const scrapeJob = z.object({
  id: z.uuid(),
  name: z.string(),
  enabled: z.boolean(),
  config: jobConfig,
  hasSecret: z.boolean(),
  yaml: z.string().describe("The same as Prometheus writes it; secrets are <secret>"),
  createdAt: isoTime,
  updatedAt: isoTime,
});
export type ScrapeJob = z.output<typeof scrapeJob>;
export const jobPage = pageOf(scrapeJob);
export const jobListInput = z.object({ ...pageInput });
export const imported = z.object({
  data: z.array(scrapeJob),
  notes: z.array(z.string()).describe("What of it was not understood"),
});
export type Imported = z.output<typeof imported>;

export const targetStates = ["up", "down", "unknown", "dropped"] as const;
export const targetHealth = z.object({
  jobId: z.uuid(),
  job: z.string(),
  url: z.string(),
  state: z.enum(targetStates).describe("unknown: not scraped yet; dropped: by relabelling"),
  lastScrapeAt: isoTimeOrNull,
  durationMs: z.number().nullable(),
  samples: z.int().nullable().describe("On its page"),
  kept: z.int().nullable().describe("Of them after relabelling"),
  error: z.string().nullable(),
  discovered: z.record(z.string(), z.string()).describe("Labels before relabelling"),
  labels: z.record(z.string(), z.string()).describe("And after it"),
});
export type TargetHealth = z.output<typeof targetHealth>;
export const healthInput = z.object({
  jobId: z.uuid().optional(),
  state: z.enum(targetStates).optional(),
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(200),
});
export const healthPage = pageOf(targetHealth).extend({
  counts: z.object({ up: z.int(), down: z.int(), unknown: z.int(), dropped: z.int() }),
  jobFaults: z.record(z.string(), z.string()).describe("What is wrong with a job as a whole, by its id"),
  allowedCidrs: z.array(z.string()).describe("Private ranges that the operator allows"),
  discoveryDir: z.string().nullable().describe("Folder that file service discovery may read"),
});
export type HealthPage = z.output<typeof healthPage>;

export const previewInput = z.object({
  id: z.uuid().optional().describe("A saved job; its secret is used"),
  name: name.default("preview"),
  config: jsonText(jobConfig).optional().describe("As JSON, in place of the saved one"),
  yaml: z.string().max(20_000).optional(),
  address: z.string().max(300).optional().describe("One of its targets; the first unless given"),
});
export const preview = z.object({
  targets: z.array(z.object({ url: z.string(), labels: z.record(z.string(), z.string()) })),
  targetsTotal: z.int(),
  faults: z.array(z.string()),
  url: z.string().nullable(),
  error: z.string().nullable(),
  durationMs: z.number().nullable(),
  samples: z.int(),
  kept: z.int(),
  series: z.array(z.object({ series: z.string(), value: z.string() })).describe("The first of them"),
});
export type Preview = z.output<typeof preview>;
