import { z } from "zod";
import { isoTime, pageOf } from "../paging.ts";
import { rangeInput } from "../query-text.ts";

export const predictionRoles = ["champion", "canary", "shadow", "outside"] as const;
const role = z.enum(predictionRoles);
const deployment = z
  .string()
  .min(1)
  .max(256)
  .describe("Its name; of a model that runs elsewhere, the model's");
const flag = z.union([z.boolean(), z.enum(["true", "false"]).transform((given) => given === "true")]);

export const listInput = z.object({
  deployment,
  ...rangeInput,
  role: role.optional().describe("Everybody but shadows unless given"),
  variant: z.string().max(200).optional(),
  version: z.string().max(100).optional(),
  service: z.string().max(200).optional(),
  user: z.string().max(200).optional(),
  requestId: z.string().max(200).optional(),
  errors: flag.optional().describe("Only those that failed, or only those that did not"),
  latencyMsMin: z.coerce.number().min(0).max(1e7).optional(),
  output: z.string().max(200).optional().describe("The main output is this label, or this number"),
  cursor: z
    .string()
    .max(400)
    .regex(/^\d{1,15}:/, "Not a cursor")
    .optional()
    .describe("The nextCursor of the page before"),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const prediction = z.object({
  id: z.string(),
  deployment: z.string(),
  at: isoTime,
  requestId: z.string(),
  role,
  variant: z.string(),
  model: z.string(),
  version: z.string(),
  service: z.string(),
  user: z.string(),
  latencyMs: z.number(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  outputName: z.string(),
  output: z.union([z.number(), z.string()]).nullable().describe("The main output"),
});
export type Prediction = z.output<typeof prediction>;
export const predictionPage = pageOf(prediction);

const columns = z.record(z.string(), z.union([z.number(), z.string()]));
export const getInput = z.object({ id: z.string().min(1).max(250), deployment, ...rangeInput });
export const predictionDetail = prediction.extend({
  features: columns,
  outputs: columns,
  sampleRate: z.number(),
  label: z
    .object({ value: z.union([z.number(), z.string()]), at: isoTime, receivedAt: isoTime })
    .nullable()
    .describe("What turned out to be true"),
  shadows: z.array(
    prediction.extend({
      outputs: columns,
      difference: z.number().nullable().describe("From the answer: a distance, or 0 or 1 for labels"),
    }),
  ),
});
export type PredictionDetail = z.output<typeof predictionDetail>;

export const trafficInput = z.object({
  deployment,
  ...rangeInput,
  stepSeconds: z.coerce.number().int().min(10).max(604_800).optional(),
});
const counts = z.array(z.number());
const milliseconds = z.array(z.number().nullable());
const totals = {
  requests: z.number(),
  errors: z.number(),
  predictions: z.number(),
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
};
export const traffic = z.object({
  stepSeconds: z.number(),
  /** Beginnings of the steps, ms since the epoch. */
  times: z.array(z.number()),
  variants: z.array(
    z.object({
      role,
      variant: z.string(),
      model: z.string(),
      version: z.string(),
      requests: counts,
      errors: counts,
      predictions: counts,
      p50Ms: milliseconds,
      p95Ms: milliseconds,
      p99Ms: milliseconds,
      total: z.object(totals),
    }),
  ),
});
export type Traffic = z.output<typeof traffic>;

export const coverageInput = z.object({ deployment, ...rangeInput });
export const coverage = z.object({
  stepSeconds: z.number(),
  times: z.array(z.number()),
  predictions: counts.describe("Stored ones, by the time they were made"),
  labelled: counts,
  total: z.object({ predictions: z.number(), labelled: z.number(), share: z.number().nullable() }),
  lastLabelAt: isoTime.nullable(),
});
export type Coverage = z.output<typeof coverage>;

export const outputsInput = z.object({ deployment, ...rangeInput });
export const outputs = z.object({
  name: z.string().describe("The main output"),
  kind: z.enum(["number", "label", "none"]),
  /** Edges of the bins of numbers, one more than there are bins; labels otherwise. */
  edges: z.array(z.number()),
  labels: z.array(z.string()),
  variants: z.array(
    z.object({
      role,
      variant: z.string(),
      version: z.string(),
      samples: z.int(),
      shares: z.array(z.number()).describe("Of each bin or label"),
      mean: z.number().nullable(),
    }),
  ),
});

export const shadowsInput = z.object({ deployment, ...rangeInput });
export const shadows = z.object({
  data: z.array(
    z.object({
      variant: z.string(),
      model: z.string(),
      version: z.string(),
      compared: z.int(),
      differing: z.int().describe("By more than a millionth, or another label"),
      meanDifference: z.number().nullable(),
      p95Difference: z.number().nullable(),
      differenceMax: z.number().nullable(),
      errors: z.int(),
    }),
  ),
});
export type Shadows = z.output<typeof shadows>;
