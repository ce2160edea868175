import { z } from "zod";
import { idInput, isoTime, pageInput, pageOf } from "../paging.ts";
import { guardrails, noGuardrails } from "./guardrail-schemas.ts";
import {
  errorClasses,
  fallbackOnUsually,
  llmOperations,
  parametersKept,
  targetsMax,
  tierMax,
  usualBreaker,
  usualRetries,
  usualTimeouts,
} from "./rules.ts";

/** Each is held in memory by every gateway. */
export const routesMax = 500;

const keepable = (given: string) => !given.includes("\u0000") && given.isWellFormed();
const text = (charsMax: number) =>
  z.string().trim().max(charsMax).refine(keepable, "Not text: broken characters");
/** What callers write as `model`. */
const routeName = z
  .string()
  .trim()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}$/,
    "Letters, digits and . _ : / -; begins with a letter or digit; at most 100",
  );
const model = text(256).min(1, "Which model?");
const parameters = z
  .record(z.string().min(1).max(100), z.json())
  .refine((all) => JSON.stringify(all).length <= 8_192, "At most 8 KiB")
  .refine((all) => parametersKept.every((name) => !Object.hasOwn(all, name)), {
    message: `Not for a target to set: ${parametersKept.join(", ")}`,
  });

export const targetInput = z.object({
  id: z.uuid().optional().describe("Of a target there is: it keeps it while provider and model stay"),
  providerId: z.uuid("Which provider?"),
  model: model.describe("As the provider calls it; of Azure the deployment's name"),
  weight: z.number().min(0).max(100).default(100).describe("Per cent of the calls of its tier"),
  tier: z.int().min(0).max(tierMax).default(0).describe("0 takes calls by weight; 1 and more are fallbacks"),
  parameters: parameters.default({}).describe("Written over what callers send, such as a temperature"),
});
export type TargetInput = z.output<typeof targetInput>;

const fields = {
  description: text(5_000),
  operations: z
    .array(z.enum(llmOperations))
    .min(1, "Choose at least one")
    .describe("What may be asked of it"),
  targets: z.array(targetInput).min(1, "Name at least one target").max(targetsMax),
  fallbackOn: z
    .array(z.enum(errorClasses))
    .max(errorClasses.length)
    .transform((all) => [...new Set(all)]),
  retries: z.object({
    attempts: z.int().min(0).max(5).describe("Of one target, after the first"),
    backoffMs: z.int().min(0).max(60_000),
    backoffMsMax: z.int().min(0).max(60_000),
  }),
  timeouts: z.object({
    firstTokenMs: z.int().min(100).max(600_000),
    totalMs: z.int().min(100).max(3_600_000),
  }),
  breaker: z.object({
    failures: z.int().min(1).max(1_000),
    windowMs: z.int().min(1_000).max(600_000),
    openMs: z.int().min(1_000).max(600_000),
  }),
  cache: z.object({
    mode: z.enum(["off", "exact"]),
    ttlSeconds: z
      .int()
      .min(1)
      .max(30 * 86_400),
  }),
  guardrails,
  logBodies: z.boolean().describe("Whether records keep what was asked and answered, masked first"),
};

export const createInput = z.object({
  name: routeName.describe("The model's name for callers"),
  enabled: z.boolean().default(true),
  description: fields.description.default(""),
  operations: fields.operations.default([...llmOperations]),
  targets: fields.targets,
  fallbackOn: fields.fallbackOn.default([...fallbackOnUsually]),
  retries: fields.retries.default(usualRetries),
  timeouts: fields.timeouts.default(usualTimeouts),
  breaker: fields.breaker.default(usualBreaker),
  cache: fields.cache.default({ mode: "off", ttlSeconds: 300 }),
  guardrails: fields.guardrails.default(noGuardrails),
  logBodies: fields.logBodies.default(true),
});
export const updateInput = idInput.extend({
  ...z.object({ name: routeName, ...fields }).partial().shape,
  revision: z.int().optional().describe("The revision you looked at: conflict when there is a newer one"),
});
export const listInput = z.object({
  ...pageInput,
  search: z.string().trim().max(100).optional(),
  name: z.string().max(100).optional(),
  providerId: z.uuid().optional(),
});

export const target = z.object({
  id: z.uuid(),
  providerId: z.uuid(),
  provider: z.object({ name: z.string(), kind: z.string(), enabled: z.boolean() }),
  model: z.string(),
  weight: z.number(),
  tier: z.int(),
  parameters: z.record(z.string(), z.json()),
});
export type RouteTarget = z.output<typeof target>;

export const route = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  enabled: z.boolean(),
  operations: z.array(z.enum(llmOperations)),
  targets: z.array(target),
  fallbackOn: z.array(z.enum(errorClasses)),
  retries: fields.retries,
  timeouts: fields.timeouts,
  breaker: fields.breaker,
  cache: fields.cache,
  guardrails,
  logBodies: z.boolean(),
  revision: z.int(),
  createdById: z.string(),
  createdAt: isoTime,
  updatedAt: isoTime,
});
export type LlmRoute = z.output<typeof route>;
export const routePage = pageOf(route);

export const breakers = z.object({
  /** Targets that are closed off right now, with the gateways that say so. */
  data: z.array(
    z.object({
      targetId: z.uuid(),
      gateways: z.int(),
      openUntil: isoTime,
      errorClass: z.string(),
      failures: z.int(),
    }),
  ),
});
export type RouteBreakers = z.output<typeof breakers>;
