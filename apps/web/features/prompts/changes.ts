import { diffTemplates, type ItemDiff } from "@triops/domains/prompts/diff";
import type { Template } from "./draft.ts";

export type { ItemDiff };

/** What became of a template, message by message and word by word. */
export const changesOf = (before: Template, after: Template): ItemDiff[] => diffTemplates(before, after);
