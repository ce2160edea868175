import { z } from "zod";
import { idInput, isoTime, isoTimeOrNull } from "../paging.ts";
import { rangeInput } from "../query-text.ts";

export const figures = z.object({
  calls: z.int(),
  errors: z.int(),
  costUsd: z.string().nullable().describe("Decimal; null when no call has a price"),
  unpriced: z.int().describe("Calls whose price is not known: they are not in the cost"),
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  firstTokenP50Ms: z.number().nullable(),
  inputTokens: z.number(),
  outputTokens: z.number(),
});
export type Figures = z.output<typeof figures>;

export const quality = z.object({
  name: z.string(),
  count: z.int(),
  mean: z.number().nullable().describe("Null for scores that are no numbers"),
});
export type Quality = z.output<typeof quality>;

export const versionFigures = figures.extend({
  version: z.int(),
  firstAt: isoTime,
  lastAt: isoTime,
  quality: z.array(quality).describe("Scores given to traces of this version"),
});

export const caller = figures.extend({
  version: z.int(),
  label: z.string(),
  service: z.string(),
  route: z.string(),
  model: z.string(),
  keyId: z.string(),
  keyName: z.string(),
  lastAt: isoTime,
});

const line = z.array(z.number().nullable());

const qualityLine = z.object({
  version: z.int(),
  counts: z.array(z.int()).describe("Scores that each mean is of"),
  means: line,
});
export type QualityLine = z.output<typeof qualityLine>;
const qualitySeries = z.object({ name: z.string(), versions: z.array(qualityLine) });
export type QualitySeries = z.output<typeof qualitySeries>;

export const promptUsage = z.object({
  from: isoTime,
  to: isoTime,
  versions: z.array(versionFigures),
  callers: z.array(caller).describe("The busiest hundred"),
  series: z.object({
    stepMs: z.int(),
    times: z.array(z.int()).describe("Starts of the steps, ms since the epoch"),
    versions: z.array(
      z.object({
        version: z.int(),
        calls: z.array(z.int()),
        errors: z.array(z.int()),
        costUsd: line,
        costPerCallUsd: line,
        p50Ms: line,
        p95Ms: line,
      }),
    ),
  }),
  quality: z
    .object({
      since: isoTimeOrNull.describe("Scores before this were not looked at; null when all were"),
      scores: z.array(qualitySeries),
    })
    .describe(
      "Scores that are numbers, most given first, in the steps of the series; where the call was made",
    ),
  moves: z
    .array(
      z.object({
        at: isoTime,
        label: z.string(),
        fromVersion: z.int().nullable(),
        toVersion: z.int().nullable(),
        actorName: z.string(),
      }),
    )
    .describe("Moves of labels in this time, for marks on the chart"),
});
export type PromptUsage = z.output<typeof promptUsage>;

export const usageInput = idInput.extend(rangeInput);
export const figuresInput = z.object({
  ids: z
    .string()
    .max(10_000)
    .transform((text) => text.split(",").filter(Boolean))
    .pipe(z.array(z.uuid()).min(1).max(200))
    .describe("Of prompts, with commas between"),
  ...rangeInput,
});
export const figuresOfMany = z.object({
  from: isoTime,
  to: isoTime,
  data: z.array(figures.extend({ id: z.uuid() })).describe("Prompts that were called"),
});
