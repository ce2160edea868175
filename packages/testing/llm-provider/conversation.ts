/** A request of either wire format, reduced to what an answer depends on. */
export type Tool = { name: string; description: string; schema: Schema };

export type Turn = {
  role: "system" | "user" | "assistant" | "tool";
  text: string;
  /** what images and files stand for in tokens */
  attachedTokens: number;
  /** the caller asked for everything up to here to be cached, for so long (Anthropic) */
  cacheUpTo: "5m" | "1h" | null;
};

export type Schema = { readonly [key: string]: unknown };

export type Conversation = {
  model: string;
  turns: readonly Turn[];
  tools: readonly Tool[];
  /** none, at will, some tool, or the one named */
  toolChoice: "none" | "auto" | "required" | { name: string };
  parallelTools: boolean;
  format: "text" | "json" | { schema: Schema };
  outputTokensMax: number | null;
  stop: readonly string[];
  /** how much to think; 0 for models that do not */
  effort: 0 | 1 | 2 | 3;
};

export type ToolCall = { name: string; arguments: string };

export type Answer = {
  text: string;
  toolCalls: readonly ToolCall[];
  reasoning: string;
  finish: "stop" | "length" | "tools" | "stop_sequence";
  stopSequence: string | null;
};

export const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const fieldsOf = (value: unknown): Record<string, unknown> => (isFields(value) ? value : {});
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
export const numberOf = (value: unknown): number | null => (typeof value === "number" ? value : null);

/** Efforts as providers name them. */
export function effortOf(model: string, stated: unknown): Conversation["effort"] {
  const named = { none: 0, minimal: 0, low: 1, medium: 2, high: 3, xhigh: 3, max: 3 } as const;
  if (typeof stated === "string" && stated in named) return named[stated as keyof typeof named];
  return /reason|^o[134]|^gpt-5/.test(model) ? 2 : 0;
}

/** The last thing that a person said. */
export const lastUserText = (conversation: Conversation): string =>
  conversation.turns.findLast((turn) => turn.role === "user")?.text ?? "";

export const systemText = (conversation: Conversation): string =>
  conversation.turns
    .filter((turn) => turn.role === "system")
    .map((turn) => turn.text)
    .join("\n");
