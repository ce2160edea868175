import { thoughtOf } from "../anthropic/answer.ts";
import { type Fields, fieldsOf, listOf, textOf } from "../fields.ts";
import { unlisted } from "./listed.ts";
import {
  callIds,
  callItem,
  endOf,
  messageItem,
  type ResponseFrame,
  refusalPart,
  responseOfFrame,
  responsesUsageOf,
  textPart,
} from "./responses-frame.ts";
import { reasoningItemOf } from "./responses-thoughts.ts";

/** OpenAI's response for an answer of chat completions: its first choice. Thoughts, then what is said, then calls. */
export function responseOf(completion: Fields, frame: ResponseFrame): Fields {
  const choice = fieldsOf(listOf(completion.choices)[0]);
  const message = unlisted(fieldsOf(choice.message));
  const { status, incomplete_details } = endOf(choice.finish_reason);
  const thoughts = thoughtsOf(message).map((block, at) => reasoningItemOf(block, `rs_${frame.id}_${at}`));
  const callIdOf = callIds(frame);
  const calls = listOf(message.tool_calls).map((each, at) => {
    const call = fieldsOf(each);
    const made = fieldsOf(call.function);
    const called = { name: textOf(made.name), arguments: textOf(made.arguments) || "{}" };
    return callItem(
      { id: `fc_${frame.id}_${at}`, callId: callIdOf(textOf(call.id)), ...called },
      "completed",
    );
  });
  const parts = partsOf(message);
  // An answer has an item, also when it is an empty one.
  if (parts.length === 0 && thoughts.length + calls.length === 0) parts.push(textPart(""));
  const said =
    parts.length > 0
      ? [messageItem(`msg_${frame.id}_0`, calls.length > 0 ? "completed" : status, parts)]
      : [];
  return responseOfFrame(frame, textOf(completion.model), {
    status,
    incomplete_details,
    output: [...thoughts, ...said, ...calls],
    usage: responsesUsageOf(completion.usage),
  });
}

function thoughtsOf(message: Fields): Fields[] {
  const signed = listOf(message.thinking_blocks).map(fieldsOf);
  if (signed.length > 0) return signed;
  const thinking = thoughtOf(message);
  return thinking === "" ? [] : [{ type: "thinking", thinking }];
}

function partsOf(message: Fields): Fields[] {
  const text = textOf(message.content);
  const refusal = textOf(message.refusal);
  return [...(text === "" ? [] : [textPart(text)]), ...(refusal === "" ? [] : [refusalPart(refusal)])];
}
