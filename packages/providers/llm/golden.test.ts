import { expect, test } from "vitest";
import { toMessagesEvents } from "./anthropic/stream.ts";
import { type Fields, listOf } from "./fields.ts";
import { toChatChunks } from "./openai/stream.ts";

test("golden: what Anthropic sends for a thought, a text and a call", () => {
  const events: Fields[] = [
    {
      type: "message_start",
      message: {
        id: "msg_1",
        model: "claude",
        usage: {
          input_tokens: 5,
          cache_read_input_tokens: 3,
          cache_creation_input_tokens: 0,
          output_tokens: 1,
        },
      },
    },
    {
      type: "content_block_start",
      index: 0,
      content_block: { type: "thinking", thinking: "", signature: "" },
    },
    { type: "ping" },
    { type: "content_block_delta", index: 0, delta: { type: "thinking_delta", thinking: "hm" } },
    { type: "content_block_delta", index: 0, delta: { type: "signature_delta", signature: "s1" } },
    { type: "content_block_stop", index: 0 },
    { type: "content_block_start", index: 1, content_block: { type: "text", text: "" } },
    { type: "content_block_delta", index: 1, delta: { type: "text_delta", text: "Let me look." } },
    { type: "content_block_stop", index: 1 },
    {
      type: "content_block_start",
      index: 2,
      content_block: { type: "tool_use", id: "toolu_1", name: "now", input: {} },
    },
    { type: "content_block_stop", index: 2 },
    { type: "message_delta", delta: { stop_reason: "tool_use" }, usage: { output_tokens: 9 } },
    { type: "message_stop" },
  ];
  const translate = toChatChunks("claude", 7, true);
  const said = events.flatMap((event) => translate.take(event));
  const frame = { id: "msg_1", object: "chat.completion.chunk", created: 7, model: "claude" };
  const delta = (fields: Fields, finish: string | null = null) => ({
    event: "",
    data: {
      ...frame,
      choices: [{ index: 0, delta: fields, logprobs: null, finish_reason: finish }],
      usage: null,
    },
  });
  expect(said).toEqual([
    delta({ role: "assistant", content: "", refusal: null }),
    delta({ reasoning_content: "hm" }),
    delta({ thinking_blocks: [{ type: "thinking", thinking: "hm", signature: "s1" }] }),
    delta({ content: "Let me look." }),
    delta({
      tool_calls: [{ index: 0, id: "toolu_1", type: "function", function: { name: "now", arguments: "" } }],
    }),
    delta({ tool_calls: [{ index: 0, function: { arguments: "{}" } }] }),
    delta({}, "tool_calls"),
    {
      event: "",
      data: {
        ...frame,
        choices: [],
        usage: {
          prompt_tokens: 8,
          completion_tokens: 9,
          total_tokens: 17,
          prompt_tokens_details: { cached_tokens: 3 },
          completion_tokens_details: { reasoning_tokens: 0 },
        },
      },
    },
    { event: "", data: "[DONE]" },
  ]);
});

test("golden: what OpenAI sends for a text, as Anthropic would", () => {
  const stream = toMessagesEvents("gpt");
  const chunk = (delta: Fields, finish: string | null = null) => ({
    id: "c1",
    model: "gpt",
    choices: [{ index: 0, delta, finish_reason: finish }],
  });
  const events = [
    ...stream.take(chunk({ role: "assistant", content: "" })),
    ...stream.take(chunk({ content: "Hel" })),
    ...stream.take(chunk({ content: "lo" })),
    ...stream.take(chunk({}, "stop")),
    ...stream.take({ choices: [], usage: { prompt_tokens: 4, completion_tokens: 2 } }),
    ...stream.end(),
  ];
  expect(events.map(({ event }) => event)).toEqual([
    "message_start",
    "content_block_start",
    "content_block_delta",
    "content_block_delta",
    "content_block_stop",
    "message_delta",
    "message_stop",
  ]);
  expect(listOf(events).at(0)).toMatchObject({
    data: { message: { id: "msg_c1", model: "gpt", content: [] } },
  });
  expect(events.at(-2)?.data).toEqual({
    type: "message_delta",
    delta: { stop_reason: "end_turn", stop_sequence: null },
    usage: { input_tokens: 4, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 2 },
  });
});
