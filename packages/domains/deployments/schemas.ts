import { z } from "zod";
import { idInput, isoTime, pageInput, pageOf } from "../paging.ts";
import { modelSignature, serverProtocols, variantRole } from "./snapshot-schemas.ts";

export type { VariantRole } from "./snapshot-schemas.ts";

/** Variants of one deployment. */
export const variantsMax = 10;

/** Part of the address of requests, so only what needs no escaping. */
export const deploymentName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,99}$/, "Small letters, digits, dots, dashes; begins with a letter or digit");
const keepable = (given: string) => !given.includes("\u0000") && given.isWellFormed();
const text = (charsMax: number) => z.string().max(charsMax).refine(keepable, "Not text: broken characters");
const modelName = text(256).min(1, "Which model?");
const headerName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9-]{1,100}$/, "A header's name")
  .refine((name) => !["authorization", "cookie", "x-triops-key"].includes(name), "Credentials are not a key");

/** Headers for an outside server, such as its credentials. Sealed, never shown again. */
const headers = z
  .record(z.string().regex(/^[A-Za-z0-9-]{1,100}$/, "A header's name"), z.string().max(4_096))
  .refine((all) => Object.keys(all).length <= 20, "At most 20 headers");

const serve = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("onnx"),
    artifact: text(1_000)
      .optional()
      .describe(
        "models:/m-…, runs:/<run>/<path> or mlflow-artifacts:/…; the version's own files unless given",
      ),
  }),
  z.object({
    kind: z.literal("server"),
    protocol: z.enum(serverProtocols).describe("oip: /v2/models/…/infer. mlflow: /invocations"),
    url: z
      .string()
      .trim()
      .max(2_000)
      .refine(
        (given) => URL.canParse(given) && /^https?:$/.test(new URL(given).protocol),
        "An http or https address",
      ),
    remoteModel: text(256)
      .min(1)
      .nullish()
      .describe("What the server calls the model; its own name unless given"),
    headers: headers
      .nullable()
      .optional()
      .describe("null takes them away; of a known variant they stay unless given"),
  }),
]);

export const variantInput = z.object({
  id: z.uuid().optional().describe("Of a variant that stays as it is, but for its role and weight"),
  role: variantRole,
  weight: z
    .number()
    .min(0)
    .max(100)
    .describe("Per cent of requests. Champion and canaries together 100; a shadow's own share of copies"),
  model: modelName,
  version: text(100).min(1).optional().describe("Of the registry, or the outside server's own word"),
  alias: text(255)
    .min(1)
    .optional()
    .describe("Follow this alias of the registered model instead of a version"),
  serve: serve.default({ kind: "onnx" }),
  timeoutMs: z.int().min(10).max(60_000).default(10_000),
});
export type VariantInput = z.output<typeof variantInput>;

const loggingFields = {
  sampleRate: z.number().min(0).max(1).describe("Share of answered requests that are stored"),
  maskColumns: z.array(text(200).min(1)).max(200).describe("Columns whose values are never stored"),
  retentionDays: z.int().min(1).max(3_650),
};
const logging = z.object({
  sampleRate: loggingFields.sampleRate.default(1),
  maskColumns: loggingFields.maskColumns.default([]),
  retentionDays: loggingFields.retentionDays.default(30),
});
const reason = text(1_000).trim().optional();
const expected = z
  .int()
  .optional()
  .describe("The revision you looked at: conflict when there is a newer one");
const stickyHeader = headerName.nullable().describe("Requests with the same value go to the same variant");
const variants = z.array(variantInput).min(1, "Name at least a champion").max(variantsMax);
const fallback = z.boolean().describe("Requests that a canary fails on are answered by the champion");

export const createInput = z.object({
  name: deploymentName,
  description: text(5_000).default(""),
  stickyHeader: stickyHeader.default(null),
  fallback: fallback.default(true),
  logging: logging.default({ sampleRate: 1, maskColumns: [], retentionDays: 30 }),
  variants,
});
export const updateInput = idInput.extend({
  description: text(5_000).optional(),
  enabled: z.boolean().optional().describe("Whether requests are answered"),
  stickyHeader: stickyHeader.optional(),
  fallback: fallback.optional(),
  // Without defaults: what is not said stays as it is.
  logging: z.object(loggingFields).partial().optional(),
});
export const routeInput = idInput.extend({ variants, revision: expected, reason });
export const rollBackInput = idInput.extend({
  revision: z.int().min(1).optional().describe("To this one; to what was before the last move unless given"),
  reason,
});
export const switchInput = idInput.extend({ reason });
export const listInput = z.object({
  ...pageInput,
  search: z.string().trim().max(200).optional().describe("Part of the name"),
  name: z.string().max(100).optional(),
  model: z.string().max(256).optional().describe("Serves this model"),
});

export const variant = z.object({
  id: z.uuid(),
  role: variantRole,
  weight: z.number(),
  model: z.string(),
  version: z.string().describe("Empty for a model without"),
  alias: z.string().nullable().describe("The alias it follows"),
  serve: z.discriminatedUnion("kind", [
    z.object({
      kind: z.literal("onnx"),
      objectKey: z.string(),
      sizeBytes: z.int(),
      artifact: z.string().nullable(),
    }),
    z.object({
      kind: z.literal("server"),
      protocol: z.enum(serverProtocols),
      url: z.string(),
      remoteModel: z.string().nullable(),
      hasHeaders: z.boolean(),
    }),
  ]),
  signature: modelSignature.nullable(),
  timeoutMs: z.int(),
});
export type Variant = z.output<typeof variant>;

export const deployment = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  enabled: z.boolean(),
  stickyHeader: z.string().nullable(),
  fallback: z.boolean(),
  logging: z.object({ sampleRate: z.number(), maskColumns: z.array(z.string()), retentionDays: z.int() }),
  variants: z.array(variant),
  revision: z.int().describe("Grows with every change that requests could notice"),
  rolloutId: z.uuid().nullable().describe("The rollout that moves its weights now"),
  createdById: z.string(),
  createdAt: isoTime,
  updatedAt: isoTime,
});
export type Deployment = z.output<typeof deployment>;
export const deploymentPage = pageOf(deployment);

export const revisionKinds = [
  "created",
  "routed",
  "settings",
  "enabled",
  "disabled",
  "rolled_back",
  "alias_moved",
  "rollout_started",
  "rollout_step",
  "rollout_completed",
  "rollout_rolled_back",
  "rollout_cancelled",
] as const;
export const revisionKind = z.enum(revisionKinds);
export type RevisionKind = z.output<typeof revisionKind>;

export const revision = z.object({
  id: z.uuid(),
  revision: z.int(),
  kind: revisionKind,
  variants: z.array(variant),
  enabled: z.boolean(),
  reason: z.string(),
  actorKind: z.string(),
  actorId: z.string(),
  actorName: z.string(),
  at: isoTime,
});
export type Revision = z.output<typeof revision>;
export const revisionsInput = idInput.extend(pageInput);
export const revisionPage = pageOf(revision);

export const liveInput = z.object({
  ids: z
    .union([z.array(z.uuid()), z.string().transform((list) => list.split(",").filter((id) => id !== ""))])
    .pipe(z.array(z.uuid()).min(1).max(200)),
});
export const live = z.object({
  /** The last 15 minutes, of whoever answered: shadows do not count. */
  data: z.array(
    z.object({
      id: z.uuid(),
      requestsPerMinute: z.number(),
      errorShare: z.number().nullable(),
      p50Ms: z.number().nullable(),
      p95Ms: z.number().nullable(),
    }),
  ),
});
export type Live = z.output<typeof live>;
