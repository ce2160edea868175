import type { Buckets } from "./buckets.ts";
import type { Usage } from "./usage.ts";

/**
 * Counts the tokens of a text. The exact counters of a model's encoding are slow on long texts and belong into a
 * worker thread; `roughCounter` is for reserving a budget before a call.
 */
export type TokenCounter = {
  /** `o200k_base`, `cl100k_base`, or `rough` */
  readonly encoding: string;
  count(text: string): number;
};

/**
 * The encoding that a model's tokens are closest to. OpenAI publishes its own; for the others the newer of them is an
 * estimate, which is what it is marked as.
 */
export function encodingFor(model: string): "o200k_base" | "cl100k_base" {
  const bare = model.toLowerCase().replace(/^.*\//, "");
  return /^(gpt-4(-|$)|gpt-3\.5|gpt-35|text-embedding-)/.test(bare) ? "cl100k_base" : "o200k_base";
}

/** Four Latin letters or one other sign to a token: within about a third for prose, and cheap. */
export const roughCounter: TokenCounter = {
  encoding: "rough",
  count(text) {
    let quarters = 0;
    for (let i = 0; i < text.length; i++) quarters += text.charCodeAt(i) < 0x250 ? 1 : 4;
    return Math.ceil(quarters / 4);
  },
};

/** What a chat adds to each message and before the answer (OpenAI cookbook, "How to count tokens with tiktoken"). */
const tokensPerMessage = 3;
const tokensBeforeAnswer = 3;

/** Usage for a call whose provider stated none, or whose stream ended before it could. Always marked. */
export function estimateUsage(
  call: {
    model: string | null;
    /** texts of the messages with their roles and tool definitions; one text for a completion or an embedding */
    input: readonly string[];
    chat: boolean;
    /** all that came back: text, reasoning, arguments of tool calls */
    output: readonly string[];
  },
  counter: TokenCounter,
): Usage {
  const sum = (texts: readonly string[]) => texts.reduce((total, text) => total + counter.count(text), 0);
  const frame = call.chat ? call.input.length * tokensPerMessage + tokensBeforeAnswer : 0;
  const input = sum(call.input) + frame;
  const output = sum(call.output);
  const buckets: Buckets = { requests: 1 };
  if (input > 0) buckets.input = input;
  if (output > 0) buckets.output = output;
  return {
    dialect: `estimate:${counter.encoding}`,
    buckets,
    flags: ["estimated"],
    estimated: true,
    model: call.model,
    serviceTier: null,
    region: null,
    reportedUsd: null,
  };
}
