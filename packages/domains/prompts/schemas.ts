import { z } from "zod";
import { idInput, isoTime, isoTimeOrNull, pageInput, pageOf } from "../paging.ts";
import {
  anyLabel,
  branchName,
  config,
  labelName,
  labels,
  message,
  promptName,
  promptType,
  tags,
  template,
  variables,
  versionNumber,
  words,
} from "./fields.ts";
import { mainBranch, promptLimits } from "./names.ts";

export { versionFigures } from "./usage-schemas.ts";
export { labelName, versionNumber, words };

const storedTemplate = z.union([
  z.string(),
  z.array(
    z.union([
      z.object({ type: z.literal("placeholder"), name: z.string() }),
      z.object({ role: z.string(), content: z.string() }),
    ]),
  ),
]);
const anyJson = z.record(z.string(), z.unknown());

export const promptLabel = z.object({
  label: z.string(),
  version: z.int(),
  versionId: z.uuid(),
  protected: z.boolean().describe("It moves by a label request only"),
  movedAt: isoTime,
  movedByName: z.string(),
});
export type PromptLabel = z.output<typeof promptLabel>;

export const prompt = z.object({
  id: z.uuid(),
  name: z.string(),
  folder: z.string().describe("Everything before the last slash of the name"),
  description: z.string(),
  tags: z.array(z.string()),
  type: promptType,
  labels: z.array(promptLabel).describe("Without `latest`"),
  latest: z
    .object({
      id: z.uuid(),
      version: z.int(),
      message: z.string(),
      createdAt: isoTime,
      createdByName: z.string(),
    })
    .nullable()
    .describe("The newest version on main"),
  versions: z.int(),
  branches: z.int().describe("That are open"),
  archivedAt: isoTimeOrNull,
  revision: z.int(),
  createdById: z.string(),
  createdByName: z.string(),
  createdAt: isoTime,
  updatedAt: isoTime,
});
export type Prompt = z.output<typeof prompt>;

export const promptVersion = z.object({
  id: z.uuid(),
  promptId: z.uuid(),
  promptName: z.string(),
  version: z.int(),
  type: promptType,
  template: storedTemplate.describe("As written; other prompts stand in it as references"),
  variables: anyJson.describe(
    "JSON Schema of what it takes: declared, and for the rest as the template says",
  ),
  declaredVariables: anyJson.nullable().describe("What its author declared"),
  config: anyJson,
  message: z.string(),
  branch: z.string(),
  parentVersion: z.int().nullable(),
  mergedVersion: z.int().nullable().describe("Head of the branch that it merged"),
  labels: z.array(z.string()).describe("With `latest` where it is that"),
  createdById: z.string(),
  createdByName: z.string(),
  createdAt: isoTime,
});
export type PromptVersion = z.output<typeof promptVersion>;

const reference = z.object({ id: z.uuid(), name: z.string(), version: z.int() });
/** As Langfuse answers it. */
export const resolutionGraph = z.object({
  root: reference,
  dependencies: z.record(z.string(), z.array(reference)),
});
/** A version with the prompts it is composed of put in place. */
export const resolvedVersion = promptVersion.extend({
  template: storedTemplate,
  graph: resolutionGraph.nullable(),
  fault: z.string().nullable().describe("Why it cannot be put together; the template is then as written"),
});

export const branch = z.object({
  id: z.uuid(),
  promptId: z.uuid(),
  name: z.string(),
  state: z.enum(["open", "merged", "closed"]),
  baseVersion: z.int().describe("Where it left main, or was last merged with it"),
  headVersion: z.int(),
  ahead: z.int().describe("Versions on it since it was made"),
  mergedVersion: z.int().nullable().describe("The version of main that it became"),
  createdByName: z.string(),
  createdAt: isoTime,
  updatedAt: isoTime,
});
export type Branch = z.output<typeof branch>;

export const labelMove = z.object({
  id: z.uuid(),
  label: z.string(),
  fromVersion: z.int().nullable(),
  toVersion: z.int().nullable(),
  labelRequestId: z.uuid().nullable(),
  actorKind: z.string(),
  actorId: z.string(),
  actorName: z.string(),
  at: isoTime,
});
export type LabelMove = z.output<typeof labelMove>;

export const gate = z.object({
  protectedLabels: z.array(z.string()),
  allowAtCreation: z
    .boolean()
    .describe("Whether the first version of a new prompt may carry a protected label from the start"),
  expiresAfterHours: z.int(),
  updatedByName: z.string().nullable(),
  updatedAt: isoTimeOrNull,
});
export type Gate = z.output<typeof gate>;

/** What a commit says. */
const content = {
  template,
  variables: variables.nullable().default(null).describe("JSON Schema; null takes what the template says"),
  config: config.default({}),
  message: message.default(""),
};
const description = words(20_000);

export const createInput = z.object({
  name: promptName,
  description: description.default(""),
  tags: tags.default([]),
  type: promptType.optional().describe("What the template is, unless given"),
  labels: labels.default([]).describe("Of the first version"),
  ...content,
});
export const updateInput = idInput.extend({
  name: promptName.optional(),
  description: description.optional(),
  tags: tags.optional(),
});
export const listInput = z.object({
  cursor: z.string().max(2_000).optional().describe("The nextCursor of the page before"),
  limit: pageInput.limit,
  search: words(200).optional().describe("In name or description"),
  folder: words(200).optional().describe("And everything below it"),
  tag: words(100).optional(),
  label: anyLabel.optional().describe("Only prompts that carry it"),
  type: promptType.optional(),
  archived: z.enum(["no", "yes", "all"]).default("no"),
});
export const promptPage = pageOf(prompt);

export const foldersInput = z.object({ archived: z.enum(["no", "yes", "all"]).default("no") });
/** Few enough to come at once: names are counted, not prompts listed. */
export const folderList = z.object({
  folders: z.array(z.object({ folder: z.string(), prompts: z.int() })).describe("Prompts in it and below"),
  tags: z.array(z.object({ tag: z.string(), prompts: z.int() })),
  labels: z.array(z.object({ label: z.string(), prompts: z.int(), protected: z.boolean() })),
  prompts: z.int(),
});
export type FolderList = z.output<typeof folderList>;

export const byNameInput = z.object({ name: words(500).min(1) });
export const versionListInput = z.object({
  ...pageInput,
  promptId: z.uuid(),
  branch: words(100).optional(),
});
export const versionPage = pageOf(promptVersion);
export const byNumberInput = z.object({
  name: words(500).min(1),
  version: versionNumber.optional(),
  label: anyLabel.optional().describe("`production` where neither is given"),
});

export const createVersionInput = z.object({
  promptId: z.uuid(),
  ...content,
  branch: branchName.default(mainBranch),
  parentVersion: versionNumber
    .optional()
    .describe("The head it was written from: if the branch moved on meanwhile, the answer is a conflict"),
  labels: labels.default([]),
});
export const labelInput = idInput.extend({
  label: labelName,
  version: versionNumber,
  from: versionNumber
    .nullable()
    .optional()
    .describe("Where it must point now, null for nowhere; unless given, it may be anywhere"),
});
export const dropLabelInput = idInput.extend({ label: labelName });
export const movesInput = idInput.extend({ ...pageInput, label: anyLabel.optional() });
export const movePage = pageOf(labelMove);

export const branchListInput = idInput.extend(pageInput);
export const branchPage = pageOf(branch);
export const createBranchInput = idInput.extend({
  name: branchName.refine((name) => name !== mainBranch, "main is there already"),
  version: versionNumber.optional().describe("Where it begins; the head of main unless given"),
});
export const branchInput = idInput.extend({ branch: branchName });
export const conflict = z.object({
  path: z.string().describe("`text`, `messages[2]`, `config.model`, `variables.…`"),
  base: z.unknown(),
  main: z.unknown(),
  branch: z.unknown(),
});
export const mergePreview = z.object({
  branch: z.string(),
  baseVersion: z.int(),
  mainVersion: z.int(),
  branchVersion: z.int(),
  template: storedTemplate.describe("Merged; where both changed the same, both stand between marks"),
  variables: anyJson.nullable(),
  config: anyJson,
  conflicts: z.array(conflict),
});
export type MergePreview = z.output<typeof mergePreview>;
export const mergeInput = branchInput.extend({
  message: message.default(""),
  mainVersion: versionNumber.optional().describe("The head of main that was looked at"),
  resolved: z
    .object({ template, variables: content.variables, config: content.config })
    .optional()
    .describe("What it shall be: needed where both changed the same"),
});

export const setGateInput = z.object({
  protectedLabels: z.array(labelName).max(promptLimits.labelsMax),
  allowAtCreation: z.boolean().default(true),
  expiresAfterHours: z.coerce.number().int().min(1).max(8_760).default(168),
});

export const dependantsInput = idInput.extend(pageInput);
/** A version that has this prompt in it. */
export const dependant = z.object({
  id: z.uuid(),
  promptId: z.uuid(),
  promptName: z.string(),
  version: z.int(),
  label: z.string().nullable().describe("By which it is included"),
  childVersion: z.int().nullable().describe("By which it is included"),
});
export const dependantPage = pageOf(dependant);
