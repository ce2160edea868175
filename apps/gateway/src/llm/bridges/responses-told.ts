import type { ResponseFrame } from "@triops/providers/llm/openai/responses-frame";
import { toResponseEvents } from "@triops/providers/llm/openai/responses-stream";
import type { LlmCall } from "../call.ts";
import type { Fields } from "../fields.ts";
import type { SseEvent, StreamReader } from "../ports.ts";
import { openaiResponses } from "./openai-responses.ts";
import { sseOf } from "./translate.ts";

export const createdSeconds = (call: LlmCall): number => Math.floor(call.startedMs / 1_000);

/** A response that was translated is named after its call. */
export const frameOf = (call: LlmCall): ResponseFrame => ({
  request: call.body,
  id: call.id.replaceAll("-", ""),
  model: call.route,
  createdSeconds: createdSeconds(call),
});

/** The events of a response made of chunks, read as the caller will read them: the record says what it was told. */
export function tellResponse(call: LlmCall) {
  const events = openaiResponses.openStream(call);
  const translate = toResponseEvents(frameOf(call));
  const told = (out: SseEvent[]): SseEvent[] => {
    for (const each of out) events.take(each);
    return out;
  };
  return {
    take: (chunk: Fields): SseEvent[] => told(translate.take(chunk).map(sseOf)),
    end: (): SseEvent[] => told(translate.end().map(sseOf)),
    /** @param read what the provider said: usage as it stated it, and why it ended before the caller was told */
    answer({ usage, finishReasons }: Pick<ReturnType<StreamReader["answer"]>, "usage" | "finishReasons">) {
      const answer = events.answer();
      return {
        ...answer,
        usage,
        finishReasons: answer.finishReasons.length > 0 ? answer.finishReasons : finishReasons,
      };
    },
  };
}
