import { z } from "zod";
import { idInput, isoTime, isoTimeOrNull, pageInput, pageOf } from "../paging.ts";
import { stages } from "./rules.ts";

/** Limits of MLflow's registry, in characters. */
const tagKeyCharsMax = 250;
const tagValueCharsMax = 100_000;
const textCharsMax = 20_000;
const cardCharsMax = 200_000;

/** Characters that Postgres cannot keep: NUL and halves of a pair of surrogates. */
const keepable = (given: string) => !given.includes("\u0000") && given.isWellFormed();
const text = (charsMax: number) => z.string().max(charsMax).refine(keepable, "Not text: broken characters");

export const modelName = text(256)
  .refine((name) => name.trim() !== "", "Give it a name")
  .refine((name) => !/[/:]/.test(name), "Without / and :")
  .refine((name) => name !== "." && name !== "..", "Not a name");
export const alias = text(255)
  .regex(/^[\w-]+$/, "Letters, digits, _ and - only")
  .refine((name) => !/^v\d+$/i.test(name) && name.toLowerCase() !== "latest", "This name is reserved");
export const tagKey = text(tagKeyCharsMax).min(1, "Give it a key");
export const tag = z.object({ key: tagKey, value: text(tagValueCharsMax) });
export type Tag = z.output<typeof tag>;
const tagList = z.array(tag).max(1_000);
/** Up to Postgres's largest integer. */
const versionNumber = z.coerce.number().int().min(1).max(2_147_483_647);
const description = text(textCharsMax);
const owners = z.array(text(200).trim().min(1)).max(50);

export const stage = z.enum(stages);
export const versionStatuses = ["PENDING_REGISTRATION", "FAILED_REGISTRATION", "READY"] as const;

export const modelAlias = z.object({
  alias: z.string(),
  version: z.int(),
  versionId: z.uuid(),
  protected: z.boolean().describe("It moves by a promotion only"),
  movedAt: isoTime,
  movedByName: z.string(),
});
export type ModelAlias = z.output<typeof modelAlias>;

export const model = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  owners: z.array(z.string()),
  tags: z.array(tag),
  aliases: z.array(modelAlias),
  latestVersion: z
    .object({ id: z.uuid(), version: z.int(), createdAt: isoTime, createdByName: z.string() })
    .nullable(),
  versions: z.int().describe("That are not deleted"),
  createdById: z.string(),
  createdByName: z.string(),
  createdAt: isoTime,
  updatedAt: isoTime,
});
export type Model = z.output<typeof model>;

export const modelVersion = z.object({
  id: z.uuid(),
  modelId: z.uuid(),
  modelName: z.string(),
  version: z.int(),
  description: z.string(),
  source: z.string(),
  runId: z.string().nullable(),
  runLink: z.string().nullable(),
  loggedModelId: z.string().nullable().describe("MLflow's id of the logged model, m-…"),
  stage: z.string(),
  status: z.enum(versionStatuses),
  statusMessage: z.string(),
  tags: z.array(tag),
  aliases: z.array(z.string()),
  createdById: z.string(),
  createdByName: z.string(),
  createdAt: isoTime,
  updatedAt: isoTime,
});
export type ModelVersion = z.output<typeof modelVersion>;

export const createInput = z.object({
  name: modelName,
  description: description.default(""),
  tags: tagList.default([]),
  owners: owners.default([]),
});
export const updateInput = idInput.extend({
  description: description.optional(),
  owners: owners.optional(),
});
export const renameInput = idInput.extend({ name: modelName });
export const tagInput = idInput.extend({ key: tagKey, value: text(tagValueCharsMax) });
export const untagInput = idInput.extend({ key: tagKey });
export const byNameInput = z.object({ name: z.string().max(1_000) });

/** Lists by name; the cursor is the last name of the page before. */
export const listInput = z.object({
  search: z.string().trim().max(200).optional().describe("Part of the name"),
  filter: z.string().max(4_000).optional().describe("MLflow's grammar, plus OR, NOT and brackets"),
  order: z.enum(["name", "updated"]).default("name"),
  cursor: z.string().max(2_000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const modelPage = pageOf(model);

export const createVersionInput = z.object({
  modelId: z.uuid(),
  source: text(5_000)
    .min(1, "Where is it?")
    .describe("models:/m-…, runs:/<run>/<path> or mlflow-artifacts:/…"),
  runId: text(256).nullish(),
  runLink: text(500).nullish(),
  loggedModelId: text(100).nullish(),
  description: description.default(""),
  tags: tagList.default([]),
});
export const updateVersionInput = idInput.extend({ description });
export const versionListInput = z.object({
  modelId: z.uuid().optional(),
  runId: z.string().max(256).optional(),
  filter: z.string().max(4_000).optional().describe("MLflow's grammar, plus OR, NOT and brackets"),
  cursor: z.string().max(2_000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const versionPage = pageOf(modelVersion);
export const byVersionInput = z.object({
  name: z.string().max(1_000),
  version: versionNumber,
});
export const stageInput = idInput.extend({ stage, archiveExisting: z.boolean().default(false) });

export const aliasInput = idInput.extend({ alias, version: versionNumber });
export const dropAliasInput = idInput.extend({ alias: z.string().max(255) });

/** A column or tensor of a signature, as MLflow writes it. */
const field = z.looseObject({ name: z.string().optional(), type: z.unknown() });
export type SignatureField = z.output<typeof field>;
export const signature = z.object({
  inputs: z.array(field).nullable(),
  outputs: z.array(field).nullable(),
  params: z.array(field).nullable(),
});
export type Signature = z.output<typeof signature>;

/** What the version's own files say about it. */
export const versionFiles = z.object({
  signature: signature.nullable(),
  inputExample: z.unknown().describe("As it was logged; null when there is none or it is too large to show"),
  flavors: z.array(z.object({ name: z.string(), detail: z.string() })),
  sizeBytes: z.number().nullable(),
  mlflowVersion: z.string().nullable(),
  missing: z.string().nullable().describe("Why nothing could be read, or null"),
});
export type VersionFiles = z.output<typeof versionFiles>;

export const metricsInput = idInput.extend({
  against: z.uuid().optional().describe("Another version; the champion unless given"),
});
export const versionMetrics = z.object({
  against: z.object({ id: z.uuid(), version: z.int(), alias: z.string().nullable() }).nullable(),
  data: z.array(
    z.object({
      key: z.string(),
      value: z.number().nullable(),
      otherValue: z.number().nullable().describe("Of the version it is compared with"),
    }),
  ),
  params: z.array(
    z.object({ key: z.string(), value: z.string().nullable(), otherValue: z.string().nullable() }),
  ),
});
export type VersionMetrics = z.output<typeof versionMetrics>;

export const historyInput = idInput.extend(pageInput);
export const historyPage = pageOf(
  z.object({
    id: z.uuid(),
    at: isoTime,
    actorKind: z.string(),
    actorId: z.string(),
    actorName: z.string(),
    verb: z.string(),
    before: z.unknown(),
    after: z.unknown(),
  }),
);

export const lineageKinds = ["dataset", "run", "logged-model", "version", "deployment"] as const;
export const lineageNode = z.object({
  id: z.string(),
  kind: z.enum(lineageKinds),
  name: z.string(),
  detail: z.string().nullable(),
  state: z.string().nullable(),
  /** The noun's own id for a link: a run's, a version's, a deployment's. */
  subjectId: z.string().nullable(),
  at: isoTimeOrNull,
});
export type LineageNode = z.output<typeof lineageNode>;
export const lineage = z.object({
  nodes: z.array(lineageNode),
  edges: z.array(z.object({ from: z.string(), to: z.string(), label: z.string().nullable() })),
  cut: z.boolean().describe("Whether older versions were left out"),
});
export type Lineage = z.output<typeof lineage>;

export const card = z.object({
  text: z.string().describe("Markdown that people write"),
  revision: z.int().describe("To be named when it is saved"),
  generated: z.array(
    z.object({
      key: z.enum(["owners", "versions", "data", "metrics", "deployments"]),
      title: z.string(),
      /** Rows of a small table: the first row names the columns. */
      rows: z.array(z.array(z.string())),
      empty: z.string().describe("What to say when there are no rows"),
    }),
  ),
});
export type Card = z.output<typeof card>;
export const saveCardInput = idInput.extend({ text: text(cardCharsMax), revision: z.int().min(0) });

export const comparison = z.object({
  metric: text(250).trim().min(1, "Which metric?"),
  direction: z.enum(["higher", "lower"]).describe("Which is better"),
  margin: z.number().min(0).max(1e9).default(0).describe("How much worse is still as good"),
  marginKind: z.enum(["absolute", "relative"]).default("absolute"),
});
export type Comparison = z.output<typeof comparison>;

/** What a promotion must pass. */
export const gateChecks = z.object({
  requireSignature: z.boolean().default(true).describe("There is one, and it takes what the champion takes"),
  requireSmoke: z.boolean().default(false).describe("A trial inference must succeed, not only not fail"),
  requiredMetrics: z.array(text(250).trim().min(1)).max(50).default([]),
  comparison: comparison.nullable().default(null),
  expiresAfterHours: z.int().min(1).max(2_160).default(168),
});
export type GateChecks = z.output<typeof gateChecks>;

export const gate = z.object({
  scope: z.enum(["workspace", "model"]).describe("Where it is set; a model without one has the workspace's"),
  protectedAliases: z.array(z.string()),
  checks: gateChecks,
  updatedByName: z.string().nullable(),
  updatedAt: isoTimeOrNull,
});
export type Gate = z.output<typeof gate>;

const gateFields = { protectedAliases: z.array(alias).max(20), checks: gateChecks };
export const setGateInput = z.object(gateFields);
export const setModelGateInput = idInput.extend({
  ...gateFields,
  inherit: z.boolean().default(false).describe("Take the workspace's instead"),
});
