import { z } from "zod";

// The names below begin with the tag of `kernel/redis`, written out because schemas run anywhere.

/** Redis hash: prompt id → `PublishedPrompt` as JSON. Announced on `snapshotChannel` as part `prompts`. */
export const publishedPromptsHash = "{triops}:snapshot:prompts";
/** When the whole hash was last compared with the ledger (ISO-8601). Without it the hash is not to be believed. */
export const publishedPromptsAt = "{triops}:snapshot:prompts-published-at";
/** Of a snapshot message. */
export const promptsPart = "prompts";
/** Redis hash: prompt id → revision and form, so that a sweep need not read templates. */
export const publishedPromptRevisions = "{triops}:snapshot:prompt-revisions";
/**
 * Versions that gateways do not hold in memory: a hash per prompt, version number → `PublishedPromptVersion` as JSON.
 * One lookup for whoever asks for an old version by its number.
 */
export const olderVersionsHash = (promptId: string): string =>
  `{triops}:snapshot:prompt-versions:${promptId}`;

/** Versions in memory besides those with a label. */
export const newestPublished = 20;

const chatItem = z.union([
  z.object({ type: z.literal("placeholder"), name: z.string() }),
  z.object({ role: z.string(), content: z.string() }),
]);

export const publishedPromptVersion = z.object({
  id: z.uuid(),
  version: z.int(),
  type: z.enum(["text", "chat"]),
  /** The prompts it is composed of are in it. */
  template: z.union([z.string(), z.array(chatItem)]),
  /** JSON Schema of an object: what `renderPrompt` checks. */
  variables: z.record(z.string(), z.unknown()),
  config: z.record(z.string(), z.unknown()),
  /** Why it cannot be used, e.g. a prompt it includes is gone; null when it can. */
  fault: z.string().nullable().default(null),
  message: z.string().default(""),
  /** Prompts it is composed of, as Langfuse writes the graph; null for none. */
  graph: z.record(z.string(), z.unknown()).nullable().default(null),
  createdAt: z.string().default(""),
  createdByName: z.string().default(""),
});
export type PublishedPromptVersion = z.output<typeof publishedPromptVersion>;

/** What the gateway holds of one prompt. Only grows. */
export const publishedPrompt = z.object({
  workspaceId: z.uuid(),
  id: z.uuid(),
  /** One per workspace; folders by slashes. */
  name: z.string(),
  type: z.enum(["text", "chat"]),
  tags: z.array(z.string()).default([]),
  /** Label → version number; `latest` is among them. */
  labels: z.record(z.string(), z.int()),
  /** Those with a label, and the newest; newest first. */
  versions: z.array(publishedPromptVersion),
  /** Numbers of the versions that are looked up in `olderVersionsHash`. */
  older: z.array(z.int()).default([]),
  updatedAt: z.string().default(""),
  /** An archived prompt still answers: what is in use must not break. */
  archived: z.boolean().default(false),
  /** Grows with every change of what is published. */
  revision: z.int(),
});
export type PublishedPrompt = z.output<typeof publishedPrompt>;
