import { type Fields, fieldsOf, listOf, textOf, type WireEvent } from "./fields.ts";

/** What a client puts together from chunks of chat completions: the first choice's message, its reason and the usage. */
export function gatherChat(events: readonly WireEvent[]) {
  const calls: { id: string; name: string; arguments: string }[] = [];
  let [text, thought, finish, usage] = ["", "", null as unknown, null as unknown];
  let blocks: unknown[] = [];
  for (const { data } of events) {
    if (data === "[DONE]") continue;
    if (data.usage) usage = data.usage;
    const choice = fieldsOf(listOf(data.choices)[0]);
    const delta = fieldsOf(choice.delta);
    text += textOf(delta.content);
    thought += textOf(delta.reasoning_content);
    blocks = [...blocks, ...listOf(delta.thinking_blocks)];
    for (const each of listOf(delta.tool_calls).map(fieldsOf)) {
      const made = fieldsOf(each.function);
      const at = each.index as number;
      calls[at] ??= { id: textOf(each.id), name: textOf(made.name), arguments: "" };
      calls[at].arguments += textOf(made.arguments);
    }
    finish = choice.finish_reason ?? finish;
  }
  return { text, thought, blocks, calls, finish, usage };
}

/** What a client puts together from Anthropic's events; throws where they are in no order a client would take. */
export function gatherMessage(events: readonly WireEvent[]) {
  const content: Fields[] = [];
  const open = new Set<unknown>();
  let [stop, usage] = [null as unknown, {} as Fields];
  for (const { event, data } of events) {
    const fields = fieldsOf(data);
    if (fields.type !== event) throw new Error(`${event} says that it is ${String(fields.type)}`);
    const at = fields.index as number;
    if (event === "content_block_start") {
      if (at !== content.length) throw new Error(`block ${at} after ${content.length - 1}`);
      content.push({ ...fieldsOf(fields.content_block), json: "" });
      open.add(at);
    } else if (event === "content_block_delta") {
      if (!open.has(at)) throw new Error(`a piece of ${at}, which is not open`);
      const block = content[at] as Fields;
      const delta = fieldsOf(fields.delta);
      for (const name of ["text", "thinking", "signature"])
        if (name in delta) block[name] = textOf(block[name]) + textOf(delta[name]);
      block.json = textOf(block.json) + textOf(delta.partial_json);
    } else if (event === "content_block_stop") open.delete(at);
    else if (event === "message_delta") {
      stop = fieldsOf(fields.delta).stop_reason;
      usage = fieldsOf(fields.usage);
    }
  }
  if (open.size > 0) throw new Error("a block was left open");
  return { content, stop, usage };
}
