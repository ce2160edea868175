import { messageOf } from "@triops/providers/llm/anthropic/answer";
import { toMessagesEvents } from "@triops/providers/llm/anthropic/stream";
import { chatRequestOf } from "@triops/providers/llm/openai/request";
import { fieldsOf } from "../fields.ts";
import type { Bridge, SseEvent, StreamReader } from "../ports.ts";
import { parseWire } from "../wire-json.ts";
import { messageAnswerOf, readMessageStream } from "./anthropic-messages.ts";
import { askForUsage, flavourOf, type Kind } from "./chat-flavour.ts";
import { openaiChat } from "./openai-chat.ts";
import { sseOf, translated } from "./translate.ts";

const made = new Map<Kind, Bridge>();

/** Anthropic's messages to whoever speaks chat completions, translated both ways. */
export function messagesToChat(kind: Kind): Bridge {
  let bridge = made.get(kind);
  if (!bridge) {
    bridge = bridgeFor(kind);
    made.set(kind, bridge);
  }
  return bridge;
}

function bridgeFor(kind: Kind): Bridge {
  const flavour = flavourOf(kind);
  return {
    usageDialect: openaiChat.usageDialect,
    path: openaiChat.path,
    headers: () => ({}),
    requestBody: (call, model) =>
      askForUsage(
        kind,
        call.stream,
        translated(() => chatRequestOf({ ...call.body, model }, flavour)),
      ),
    readAnswer(call, completion) {
      const body = messageOf(completion, call.route);
      const { usage } = openaiChat.readAnswer(call, completion).answer;
      return { answer: { ...messageAnswerOf(body), usage }, body };
    },
    openStream(call): StreamReader {
      const chunks = openaiChat.openStream(call);
      const events = readMessageStream();
      const translate = toMessagesEvents(call.route);
      const told = (out: SseEvent[]): SseEvent[] => {
        for (const each of out) events.take(each);
        return out;
      };
      return {
        take(event) {
          if (event.data === "") return [];
          const read = chunks.take(event);
          if (read !== null && "fault" in read) return read;
          if (event.data === "[DONE]") return told(translate.end().map(sseOf));
          return told(translate.take(fieldsOf(parseWire(event.data))).map(sseOf));
        },
        close: () => told(translate.end().map(sseOf)),
        hasContent: chunks.hasContent,
        isComplete: chunks.isComplete,
        answer() {
          const { usage, finishReasons } = chunks.answer();
          const answer = events.answer();
          // Before the end has been said, why it ends is known from the chunks only.
          return {
            ...answer,
            usage,
            finishReasons: answer.finishReasons.length > 0 ? answer.finishReasons : finishReasons,
          };
        },
      };
    },
    readFault: openaiChat.readFault,
  };
}
