import type { ToolCall } from "./rules.ts";

/** What a streamed answer has come to so far. */
export type Answer = {
  text: string;
  calls: ToolCall[];
  finishReason: string;
  model: string;
  usage: Record<string, unknown> | null;
  error: { code: string; message: string } | null;
};

export const noAnswer = (): Answer => ({
  text: "",
  calls: [],
  finishReason: "",
  model: "",
  usage: null,
  error: null,
});

type Fields = Record<string, unknown>;
const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
const wholeOf = (value: unknown): number | null =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;

/**
 * Adds one chunk of `/v1/chat/completions` to the answer; gives the text that is new.
 * Tool calls come in pieces, each by its index.
 */
export function foldChunk(answer: Answer, chunk: unknown): string {
  const fields = fieldsOf(chunk);
  if (fields.error !== undefined) {
    answer.error ??= errorOf(fields);
    return "";
  }
  answer.model = textOf(fields.model) || answer.model;
  if (typeof fields.usage === "object" && fields.usage !== null) answer.usage = fields.usage as Fields;
  const choice = fieldsOf(Array.isArray(fields.choices) ? fields.choices[0] : null);
  answer.finishReason = textOf(choice.finish_reason) || answer.finishReason;
  const delta = fieldsOf(choice.delta);
  for (const piece of Array.isArray(delta.tool_calls) ? delta.tool_calls : [])
    foldCall(answer, fieldsOf(piece));
  const added = textOf(delta.content) || textOf(delta.refusal);
  answer.text += added;
  return added;
}

function foldCall(answer: Answer, piece: Fields): void {
  const at = wholeOf(piece.index) ?? answer.calls.length;
  const told = fieldsOf(piece.function);
  const known = answer.calls[at];
  if (!known) {
    // Calls begin one after the other; a gap would be somebody's mistake.
    if (at === answer.calls.length)
      answer.calls.push({
        id: textOf(piece.id) || `call_${at}`,
        name: textOf(told.name),
        arguments: textOf(told.arguments),
      });
    return;
  }
  known.name ||= textOf(told.name);
  known.arguments += textOf(told.arguments);
}

/** An error in OpenAI's shape, of a refusal or within a stream. */
export function errorOf(body: unknown): { code: string; message: string } {
  const error = fieldsOf(fieldsOf(body).error);
  return {
    code: textOf(error.code) || textOf(error.type) || "error",
    message: textOf(error.message) || "The gateway gave no reason",
  };
}

/** Tokens of OpenAI's usage object; null where it states none. */
export function tokensOf(usage: Record<string, unknown> | null): {
  inputTokens: number | null;
  outputTokens: number | null;
} {
  return {
    inputTokens: wholeOf(usage?.prompt_tokens),
    outputTokens: wholeOf(usage?.completion_tokens),
  };
}

/** Sums what several questions of one run used; a number that one did not state is unknown for all. */
export function addTokens(a: number | null | undefined, b: number | null): number | null {
  if (a === undefined) return b;
  return a === null || b === null ? null : a + b;
}
