import { type Fields, fieldsOf, isFields, listOf, textOf } from "../fields.ts";
import type { Answer, Bridge, StreamReader } from "../ports.ts";
import { parseWire } from "../wire-json.ts";
import { readOpenaiFault, readOpenaiStreamFault } from "./openai-fault.ts";

const keptCharsMax = 4_000_000;

/** OpenAI's responses to whoever has them: passed on as they are. */
export const openaiResponses: Bridge = {
  usageDialect: "openai-responses",
  path: "/responses",
  headers: () => ({}),
  requestBody: (call, model) => ({ ...call.body, model }),
  readAnswer: (_call, body) => ({ answer: answerOf(body), body: null }),
  openStream: readStream,
  readFault: readOpenaiFault,
};

function answerOf(body: Fields): Answer {
  const items = listOf(body.output).map(fieldsOf);
  const parts = items.flatMap((item) => (item.type === "message" ? listOf(item.content).map(fieldsOf) : []));
  const reason = textOf(fieldsOf(body.incomplete_details).reason);
  return {
    responseModel: textOf(body.model),
    responseId: textOf(body.id),
    usage: isFields(body.usage) ? body : null,
    finishReasons: [reason || textOf(body.status)].filter(Boolean),
    output: items,
    outputText: parts.map((part) => textOf(part.text) || textOf(part.refusal)).join(""),
  };
}

const ends = new Set(["response.completed", "response.incomplete"]);

function readStream(): StreamReader {
  let text = "";
  let [hasContent, isComplete] = [false, false];
  let latest: Fields = {};
  const done: Fields[] = [];
  return {
    take({ event, data }) {
      if (data === "" || data === "[DONE]") return null;
      let fields: Fields;
      try {
        fields = fieldsOf(parseWire(data));
      } catch {
        return { fault: readOpenaiFault(502, "") };
      }
      const type = textOf(fields.type) || event;
      if (type === "error") return { fault: readOpenaiStreamFault(fields.error ?? fields) };
      if (isFields(fields.response)) latest = fields.response;
      if (type === "response.failed")
        return { fault: readOpenaiStreamFault(latest.error ?? { message: "The response failed" }) };
      if (type.endsWith(".delta")) {
        hasContent = true;
        if (type === "response.output_text.delta" && text.length < keptCharsMax) text += textOf(fields.delta);
      }
      if (type === "response.output_item.done") done.push(fieldsOf(fields.item));
      if (ends.has(type)) {
        hasContent = true;
        isComplete = true;
      }
      return null;
    },
    hasContent: () => hasContent,
    isComplete: () => isComplete,
    answer() {
      if (isComplete) return answerOf(latest);
      // Cut off: what came so far.
      const answer = answerOf({ ...latest, output: done });
      const cut = [{ type: "message", role: "assistant", content: [{ type: "output_text", text }] }];
      return {
        ...answer,
        finishReasons: [],
        output: done.length > 0 || text === "" ? done : cut,
        outputText: text,
      };
    },
  };
}
