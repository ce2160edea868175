import { z } from "zod";
import {
  anyLabel,
  config,
  labelName,
  message,
  promptName,
  tags,
  template,
  versionNumber,
  words,
} from "./fields.ts";
import { latestLabel, promptLimits } from "./names.ts";

// Langfuse's shapes of prompts: https://api.reference.langfuse.com, prompts (v2). Times are ISO-8601.

const name = words(500).min(1);
/** `latest` may be named and moves by itself. */
const labels = z
  .array(z.union([z.literal(latestLabel), labelName]))
  .max(promptLimits.labelsMax)
  .default([])
  .transform((given) => [...new Set(given)].filter((label) => label !== latestLabel));
const common = {
  name: promptName,
  labels,
  tags: tags.nullish(),
  config: config.nullish().transform((given) => given ?? {}),
  commitMessage: message.nullish().transform((given) => given ?? ""),
};
/** Messages come with `type: "chatmessage"` or without. */
const messages = z.preprocess(
  (given) =>
    Array.isArray(given)
      ? given.map((item) => {
          if (typeof item !== "object" || item === null || item.type === "placeholder") return item;
          const { type: _kind, ...said } = item as Record<string, unknown>;
          return said;
        })
      : given,
  template,
);

export const putInput = z
  .discriminatedUnion("type", [
    z.object({ ...common, type: z.literal("text"), prompt: template }),
    z.object({ ...common, type: z.literal("chat"), prompt: messages }),
  ])
  .superRefine(({ type, prompt }, context) => {
    if ((type === "text") !== (typeof prompt === "string"))
      context.addIssue({ code: "custom", path: ["prompt"], message: `Not what a ${type} prompt is` });
  });

const flag = z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")]);
export const fetchInput = z.object({
  name,
  version: versionNumber.optional(),
  label: anyLabel.optional(),
  resolve: flag.default(true),
});
export const pagesInput = z.object({
  name: name.optional(),
  label: anyLabel.optional(),
  tag: words(200).optional(),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  limit: z.coerce.number().int().min(1).max(100).default(10),
  fromUpdatedAt: z.iso.datetime({ offset: true }).optional(),
  toUpdatedAt: z.iso.datetime({ offset: true }).optional(),
});
export const relabelInput = z.object({
  name,
  version: versionNumber,
  newLabels: z.array(labelName).max(promptLimits.labelsMax),
});
export const dropInput = z.object({ name, version: versionNumber.optional(), label: anyLabel.optional() });

const item = z.union([
  z.object({ type: z.literal("placeholder"), name: z.string() }),
  z.object({ role: z.string(), content: z.string() }),
]);
export const langfusePrompt = z.object({
  id: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  projectId: z.string(),
  createdBy: z.string(),
  name: z.string(),
  version: z.int(),
  type: z.enum(["text", "chat"]),
  prompt: z.union([z.string(), z.array(item)]),
  config: z.record(z.string(), z.unknown()),
  labels: z.array(z.string()),
  tags: z.array(z.string()),
  commitMessage: z.string().nullable(),
  resolutionGraph: z.record(z.string(), z.unknown()).nullable(),
});
export type LangfusePrompt = z.output<typeof langfusePrompt>;

export const langfusePages = z.object({
  data: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      versions: z.array(z.int()),
      labels: z.array(z.string()),
      tags: z.array(z.string()),
      lastUpdatedAt: z.string(),
      lastConfig: z.unknown(),
    }),
  ),
  meta: z.object({ page: z.int(), limit: z.int(), totalItems: z.int(), totalPages: z.int() }),
});
export const dropped = z.object({ versions: z.int() });
