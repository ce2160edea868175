import { responseOf } from "@triops/providers/llm/openai/responses-answer";
import { chatRequestOfResponses } from "@triops/providers/llm/openai/responses-request";
import { fieldsOf } from "../fields.ts";
import type { Bridge, StreamReader } from "../ports.ts";
import { parseWire } from "../wire-json.ts";
import { askForUsage, flavourOf, type Kind } from "./chat-flavour.ts";
import { openaiChat } from "./openai-chat.ts";
import { openaiResponses } from "./openai-responses.ts";
import { frameOf, tellResponse } from "./responses-told.ts";
import { translated } from "./translate.ts";

const made = new Map<Kind, Bridge>();

/** OpenAI's responses to whoever has only chat completions, translated both ways. */
export function responsesToChat(kind: Kind): Bridge {
  let bridge = made.get(kind);
  if (!bridge) {
    bridge = bridgeFor(kind);
    made.set(kind, bridge);
  }
  return bridge;
}

function bridgeFor(kind: Kind): Bridge {
  const flavour = { ...flavourOf(kind), takesBlocks: false };
  return {
    usageDialect: openaiChat.usageDialect,
    path: openaiChat.path,
    headers: () => ({}),
    requestBody: (call, model) =>
      askForUsage(
        kind,
        call.stream,
        translated(() => chatRequestOfResponses({ ...call.body, model }, flavour).chat),
      ),
    readAnswer(call, completion) {
      const body = responseOf(completion, frameOf(call));
      const { usage } = openaiChat.readAnswer(call, completion).answer;
      return { answer: { ...openaiResponses.readAnswer(call, body).answer, usage }, body };
    },
    openStream(call): StreamReader {
      const chunks = openaiChat.openStream(call);
      const told = tellResponse(call);
      return {
        take(event) {
          if (event.data === "") return [];
          const read = chunks.take(event);
          if (read !== null && "fault" in read) return read;
          return event.data === "[DONE]" ? told.end() : told.take(fieldsOf(parseWire(event.data)));
        },
        close: told.end,
        hasContent: chunks.hasContent,
        isComplete: chunks.isComplete,
        answer: () => told.answer(chunks.answer()),
      };
    },
    readFault: openaiChat.readFault,
  };
}
