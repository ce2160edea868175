import { messagesRequestOf } from "@triops/providers/llm/anthropic/request";
import { completionOf } from "@triops/providers/llm/openai/answer";
import { toChatChunks } from "@triops/providers/llm/openai/stream";
import type { LlmCall } from "../call.ts";
import { fieldsOf } from "../fields.ts";
import type { Bridge, SseEvent, StreamReader } from "../ports.ts";
import { parseWire } from "../wire-json.ts";
import { readAnthropicFault } from "./anthropic-fault.ts";
import { anthropicHeaders, messageAnswerOf, readMessageStream } from "./anthropic-messages.ts";
import { openaiChat } from "./openai-chat.ts";
import { sseOf, translated } from "./translate.ts";

const createdSeconds = (call: LlmCall): number => Math.floor(call.startedMs / 1_000);

/** Chat completions to Anthropic, translated both ways. */
export const chatToAnthropic: Bridge = {
  usageDialect: "anthropic",
  path: "/v1/messages",
  headers: (_call, asked) => anthropicHeaders(asked),
  requestBody: (call, model) => translated(() => messagesRequestOf({ ...call.body, model })),
  readAnswer(call, message) {
    const body = completionOf(message, call.route, createdSeconds(call));
    const { usage } = messageAnswerOf(message);
    return { answer: { ...openaiChat.readAnswer(call, body).answer, usage }, body };
  },
  openStream(call): StreamReader {
    const events = readMessageStream();
    // What goes out is read as chat completions are: the record says what the caller was told.
    const chunks = openaiChat.openStream(call);
    const withUsage = fieldsOf(call.body.stream_options).include_usage === true;
    const translate = toChatChunks(call.route, createdSeconds(call), withUsage);
    return {
      take(event) {
        if (event.data === "") return [];
        const read = events.take(event);
        if (read !== null && "fault" in read) return read;
        const out: SseEvent[] = translate.take(fieldsOf(parseWire(event.data))).map(sseOf);
        for (const each of out) chunks.take(each);
        return out;
      },
      hasContent: events.hasContent,
      isComplete: events.isComplete,
      answer: () => ({ ...chunks.answer(), usage: events.answer().usage }),
    };
  },
  readFault: readAnthropicFault,
};
