import { messagesRequestOf } from "@triops/providers/llm/anthropic/request";
import { type Fields, Untranslatable } from "@triops/providers/llm/fields";
import { completionOf } from "@triops/providers/llm/openai/answer";
import { responseOf } from "@triops/providers/llm/openai/responses-answer";
import { chatRequestOfResponses } from "@triops/providers/llm/openai/responses-request";
import { toChatChunks } from "@triops/providers/llm/openai/stream";
import { fieldsOf } from "../fields.ts";
import type { Bridge, SseEvent, StreamReader } from "../ports.ts";
import { parseWire } from "../wire-json.ts";
import { readAnthropicFault } from "./anthropic-fault.ts";
import { anthropicHeaders, messageAnswerOf, readMessageStream } from "./anthropic-messages.ts";
import { openaiResponses } from "./openai-responses.ts";
import { createdSeconds, frameOf, tellResponse } from "./responses-told.ts";
import { translated } from "./translate.ts";

/** `user` and images in results of tools have their words with Anthropic, and thoughts come back signed. */
const flavour = { limitField: "max_completion_tokens", takesUser: true, takesBlocks: true } as const;

/** OpenAI's responses to Anthropic: by way of chat completions, both ways. */
export const responsesToAnthropic: Bridge = {
  usageDialect: "anthropic",
  path: "/v1/messages",
  headers: (_call, asked) => anthropicHeaders(asked),
  requestBody: (call, model) => translated(() => requestOf({ ...call.body, model })),
  readAnswer(call, message) {
    const completion = completionOf(message, call.route, createdSeconds(call));
    const body = responseOf(completion, frameOf(call));
    const { usage } = messageAnswerOf(message);
    return { answer: { ...openaiResponses.readAnswer(call, body).answer, usage }, body };
  },
  openStream(call): StreamReader {
    const events = readMessageStream();
    const translate = toChatChunks(call.route, createdSeconds(call), true);
    const told = tellResponse(call);
    return {
      take(event) {
        if (event.data === "") return [];
        const read = events.take(event);
        if (read !== null && "fault" in read) return read;
        return translate
          .take(fieldsOf(parseWire(event.data)))
          .flatMap(({ data }): SseEvent[] => (data === "[DONE]" ? told.end() : told.take(data)));
      },
      hasContent: events.hasContent,
      isComplete: events.isComplete,
      answer: () => told.answer(events.answer()),
    };
  },
  readFault: readAnthropicFault,
};

/** Names of what stands between, as the caller calls them. */
const names: Readonly<Record<string, string>> = {
  "response_format.type": "text.format.type",
  reasoning_effort: "reasoning.effort",
  max_completion_tokens: "max_output_tokens",
};
const inMessage = /^messages\[(\d+)\]/;

function requestOf(body: Fields): Fields {
  const { chat, places } = chatRequestOfResponses(body, flavour);
  try {
    return messagesRequestOf(chat);
  } catch (error) {
    if (!(error instanceof Untranslatable)) throw error;
    const place = places[Number(inMessage.exec(error.param)?.[1])];
    throw new Untranslatable(
      place ?? names[error.param] ?? error.param,
      error.message.slice(error.param.length + 1),
    );
  }
}
