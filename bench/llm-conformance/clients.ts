import { aiSdk } from "./ai-sdk.ts";
import { anthropicJs } from "./anthropic-js.ts";
import { langfusePrompts } from "./langfuse-prompts.ts";
import { openaiJs } from "./openai-js.ts";
import { openaiPython } from "./openai-python.ts";
import { responsesJs } from "./responses-js.ts";
import type { Client } from "./steps.ts";
import { tracing } from "./tracing.ts";

/** One file each; a client that is held against Triops stands here. */
export const clients: readonly Client[] = [
  openaiJs,
  ...responsesJs,
  ...openaiPython,
  ...aiSdk,
  ...anthropicJs,
  ...tracing,
  ...langfusePrompts,
];
