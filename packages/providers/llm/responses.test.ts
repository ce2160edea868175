import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { messagesRequestOf } from "./anthropic/request.ts";
import { type Fields, fieldsOf, textOf } from "./fields.ts";
import { completionOf } from "./openai/answer.ts";
import { chatRequestOf } from "./openai/request.ts";
import { responseOf } from "./openai/responses-answer.ts";
import { chatRequestOfResponses } from "./openai/responses-request.ts";
import { toResponseEvents } from "./openai/responses-stream.ts";
import { chatStreams, saidIn } from "./responses.testing.ts";

const frame = { request: { model: "m", input: "hi" }, id: "0", model: "m", createdSeconds: 7 };
const plain = { limitField: "max_completion_tokens", takesUser: true, takesBlocks: false } as const;
const toAnthropic = { ...plain, takesBlocks: true };
const chatOf = (request: Fields, flavour: typeof plain | typeof toAnthropic = plain) =>
  chatRequestOfResponses({ model: "m", ...request }, flavour).chat;

describe("a response's question as a chat", () => {
  test("items of one turn of the assistant are one message, results of tools follow it", () => {
    const { chat, places } = chatRequestOfResponses(
      {
        model: "m",
        instructions: "be brief",
        input: [
          {
            role: "user",
            content: [
              { type: "input_text", text: "Weather?" },
              { type: "input_image", image_url: "u", detail: "low" },
            ],
          },
          { type: "reasoning", id: "rs_1", summary: [], encrypted_content: "gAAAA" },
          {
            type: "message",
            role: "assistant",
            content: [{ type: "output_text", text: "I look.", annotations: [] }],
          },
          { type: "function_call", call_id: "a", name: "f", arguments: "{}" },
          { type: "function_call", call_id: "b", name: "f", arguments: "{}" },
          { type: "function_call_output", call_id: "a", output: "1" },
          { type: "function_call_output", call_id: "b", output: [{ type: "input_text", text: "" }] },
          { role: "developer", content: "in German" },
        ],
        max_output_tokens: 9,
        reasoning: { effort: "low", summary: "auto" },
        text: {
          format: { type: "json_schema", name: "n", schema: { type: "object" }, strict: true },
          verbosity: "medium",
        },
        tools: [
          { type: "function", name: "f", description: "d", parameters: { type: "object" }, strict: true },
          { type: "function", name: "g", parameters: null, strict: null },
        ],
        tool_choice: { type: "allowed_tools", mode: "required", tools: [{ type: "function", name: "f" }] },
        parallel_tool_calls: false,
        metadata: { a: "b" },
        user: "u-1",
        store: true,
        include: ["reasoning.encrypted_content"],
        previous_response_id: null,
        truncation: "disabled",
        stream: true,
      },
      plain,
    );
    expect(chat).toEqual({
      model: "m",
      stream: true,
      messages: [
        { role: "system", content: "be brief" },
        {
          role: "user",
          content: [
            { type: "text", text: "Weather?" },
            { type: "image_url", image_url: { url: "u", detail: "low" } },
          ],
        },
        {
          role: "assistant",
          content: "I look.",
          tool_calls: ["a", "b"].map((id) => ({
            id,
            type: "function",
            function: { name: "f", arguments: "{}" },
          })),
        },
        { role: "tool", tool_call_id: "a", content: "1" },
        { role: "tool", tool_call_id: "b", content: "" },
        { role: "system", content: "in German" },
      ],
      max_completion_tokens: 9,
      reasoning_effort: "low",
      response_format: {
        type: "json_schema",
        json_schema: { name: "n", schema: { type: "object" }, strict: true },
      },
      tools: [
        {
          type: "function",
          function: { name: "f", description: "d", parameters: { type: "object" }, strict: true },
        },
      ],
      tool_choice: "required",
      parallel_tool_calls: false,
      user: "u-1",
    });
    expect(places).toEqual(["instructions", "input[0]", "input[2]", "input[5]", "input[6]", "input[7]"]);
  });

  test("a text is a question", () => {
    expect(chatOf({ input: "hi", text: { format: { type: "json_object" } } })).toEqual({
      model: "m",
      messages: [{ role: "user", content: "hi" }],
      response_format: { type: "json_object" },
    });
  });

  test.each([
    [{ previous_response_id: "resp_1" }, "previous_response_id"],
    [{ conversation: "conv_1" }, "conversation"],
    [{ background: true }, "background"],
    [{ prompt: { id: "pmpt_1" } }, "prompt"],
    [{ include: ["reasoning.encrypted_content", "message.output_text.logprobs"] }, "include[1]"],
    [{ tools: [{ type: "web_search" }] }, "tools[0].type"],
    [{ tools: [{ type: "custom", name: "f" }] }, "tools[0].type"],
    [{ tool_choice: { type: "web_search" } }, "tool_choice"],
    [{ truncation: "auto" }, "truncation"],
    [{ service_tier: "flex" }, "service_tier"],
    [{ text: { verbosity: "low" } }, "text.verbosity"],
    [{ text: { format: { type: "grammar" } } }, "text.format.type"],
    [{ top_logprobs: 2 }, "top_logprobs"],
    [{ stop: ["x"] }, "stop"],
    [{ input: [] }, "input"],
    [{ input: undefined }, "input"],
    [{ input: [{ type: "item_reference", id: "msg_1" }] }, "input[0]"],
    [{ input: [{ type: "web_search_call", id: "ws_1" }] }, "input[0].type"],
    [{ input: [{ role: "narrator", content: "x" }] }, "input[0].role"],
    [
      { input: [{ role: "user", content: [{ type: "input_file", file_id: "f" }] }] },
      "input[0].content[0].file_id",
    ],
    [
      { input: [{ role: "user", content: [{ type: "input_file", file_url: "u" }] }] },
      "input[0].content[0].file_url",
    ],
    [
      { input: [{ role: "user", content: [{ type: "input_image", file_id: "f" }] }] },
      "input[0].content[0].file_id",
    ],
    [{ input: [{ role: "user", content: [{ type: "input_audio" }] }] }, "input[0].content[0]"],
    [
      {
        input: [
          { type: "function_call_output", call_id: "a", output: [{ type: "input_image", image_url: "u" }] },
        ],
      },
      "input[0].output[0]",
    ],
  ])("what a chat has no word for is named: %j", (fields, param) => {
    expect(() => chatOf({ input: "hi", ...fields })).toThrow(
      expect.objectContaining({ name: "Untranslatable", param, message: expect.stringContaining(param) }),
    );
  });

  test("no body makes a translation fail in another way than by naming what it is about", () => {
    const names = [
      "input",
      "tools",
      "tool_choice",
      "text",
      "reasoning",
      "include",
      "content",
      "role",
      "type",
    ];
    const strange = fc.dictionary(
      fc.constantFrom(...names, "output", "summary", "constructor"),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(strange, fc.array(strange), (fields, input) => {
        for (const flavour of [plain, toAnthropic])
          try {
            chatOf({ input, ...fields }, flavour);
          } catch (error) {
            expect(error).toHaveProperty("name", "Untranslatable");
          }
        responseOf(fields, frame);
        const events = toResponseEvents(frame);
        events.take(fields);
        events.end();
      }),
    );
  });
});

test("a signed thought goes to the caller and back to Anthropic as it was", () => {
  const content = [
    { type: "redacted_thinking", data: "xyz" },
    { type: "thinking", thinking: "hm", signature: "sig" },
    { type: "text", text: "I look." },
    { type: "tool_use", id: "toolu_1", name: "now", input: {} },
  ];
  const message = { id: "msg_1", model: "claude", content, stop_reason: "tool_use", usage: {} };
  const response = responseOf(completionOf(message, "m", 7), frame);
  const output = response.output as Fields[];
  expect(output.map((item) => item.type)).toEqual(["reasoning", "reasoning", "message", "function_call"]);
  const input = [
    { role: "user", content: "What time?" },
    ...output,
    { type: "function_call_output", call_id: "toolu_1", output: [{ type: "input_image", image_url: "u" }] },
  ];
  expect(messagesRequestOf(chatOf({ input }, toAnthropic)).messages).toEqual([
    { role: "user", content: [{ type: "text", text: "What time?" }] },
    { role: "assistant", content },
    {
      role: "user",
      content: [
        {
          type: "tool_result",
          tool_use_id: "toolu_1",
          content: [{ type: "image", source: { type: "url", url: "u" } }],
        },
      ],
    },
  ]);
});

test("thoughts go back with a call of a tool to who wants them", () => {
  const input = [
    { type: "reasoning", id: "rs_1", summary: [{ type: "summary_text", text: "hm" }] },
    { type: "function_call", call_id: "a", name: "f", arguments: "{}" },
    { type: "function_call_output", call_id: "a", output: "1" },
    { role: "assistant", content: "And now" },
    { type: "function_call", call_id: "b", name: "f", arguments: "{}" },
  ];
  const chat = chatRequestOfResponses({ model: "m", input }, { ...plain, wantsThoughts: true }).chat;
  const blocks = [
    { type: "thinking", thinking: "hm", signature: "" },
    { type: "tool_use", id: "a", name: "f", input: {} },
  ];
  const messages = [
    { role: "assistant", content: blocks },
    { role: "user", content: [{ type: "tool_result", tool_use_id: "a", content: "1" }] },
    {
      role: "assistant",
      content: [
        { type: "text", text: "And now" },
        { ...blocks[1], id: "b" },
      ],
    },
  ];
  const asked = chatRequestOf({ model: "m", messages }, { ...plain, wantsThoughts: true });
  expect(chat.messages).toEqual(asked.messages);
  expect(chat.messages).toMatchObject([
    { reasoning_content: "hm" },
    { role: "tool" },
    { reasoning_content: "" },
  ]);
  expect(JSON.stringify([chatOf({ input }), chatRequestOf({ messages }, plain)])).not.toContain("reasoning");
});

test("golden: the events of a thought, a text and a call", () => {
  const stream = toResponseEvents({ ...frame, request: { ...frame.request, store: true } });
  const chunk = (delta: Fields, finish: string | null = null) => ({
    model: "gpt",
    choices: [{ index: 0, delta, finish_reason: finish }],
  });
  const call = (fields: Fields) => ({ tool_calls: [{ index: 0, ...fields }] });
  const events = [
    ...stream.take(chunk({ role: "assistant", content: "" })),
    ...stream.take(chunk({ reasoning_content: "hm" })),
    ...stream.take(chunk({ content: "Hel" })),
    ...stream.take(chunk({ content: "lo" })),
    ...stream.take(chunk(call({ id: "call_1", function: { name: "now", arguments: "" } }))),
    ...stream.take(chunk(call({ function: { arguments: "{}" } }))),
    ...stream.take(chunk({}, "tool_calls")),
    ...stream.take({
      choices: [],
      usage: {
        prompt_tokens: 4,
        completion_tokens: 2,
        prompt_tokens_details: { cached_tokens: 3 },
        completion_tokens_details: { reasoning_tokens: 1 },
      },
    }),
    ...stream.end(),
  ];
  for (const { event, data } of events) expect(fieldsOf(data).type).toBe(event);
  expect(events.map(({ data }) => fieldsOf(data).sequence_number)).toEqual(events.map((_, at) => at));
  const told = events.map(({ event, data }) => {
    const { type: _type, sequence_number: _number, response, ...fields } = fieldsOf(data);
    return [event.slice("response.".length), response ? textOf(fieldsOf(response).status) : fields];
  });
  const thought = { item_id: "rs_0_0", output_index: 0, summary_index: 0 };
  const said = { item_id: "msg_0_0", output_index: 1, content_index: 0 };
  const called = { item_id: "fc_0_0", output_index: 2 };
  const part = (text: string) => ({ type: "output_text", text, annotations: [], logprobs: [] });
  const message = (status: string, content: Fields[]) => ({
    id: "msg_0_0",
    type: "message",
    status,
    role: "assistant",
    content,
  });
  const asked = (status: string, args: string) => ({
    id: "fc_0_0",
    type: "function_call",
    status,
    call_id: "call_1",
    name: "now",
    arguments: args,
  });
  const reasoning = { id: "rs_0_0", type: "reasoning", summary: [{ type: "summary_text", text: "hm" }] };
  expect(told).toEqual([
    ["created", "in_progress"],
    ["in_progress", "in_progress"],
    ["output_item.added", { output_index: 0, item: { ...reasoning, summary: [] } }],
    ["reasoning_summary_part.added", { ...thought, part: { type: "summary_text", text: "" } }],
    ["reasoning_summary_text.delta", { ...thought, delta: "hm" }],
    ["reasoning_summary_text.done", { ...thought, text: "hm" }],
    ["reasoning_summary_part.done", { ...thought, part: { type: "summary_text", text: "hm" } }],
    ["output_item.done", { output_index: 0, item: reasoning }],
    ["output_item.added", { output_index: 1, item: message("in_progress", []) }],
    ["content_part.added", { ...said, part: part("") }],
    ["output_text.delta", { ...said, delta: "Hel", logprobs: [] }],
    ["output_text.delta", { ...said, delta: "lo", logprobs: [] }],
    ["output_text.done", { ...said, text: "Hello", logprobs: [] }],
    ["content_part.done", { ...said, part: part("Hello") }],
    ["output_item.done", { output_index: 1, item: message("completed", [part("Hello")]) }],
    ["output_item.added", { output_index: 2, item: asked("in_progress", "") }],
    ["function_call_arguments.delta", { ...called, delta: "{}" }],
    ["function_call_arguments.done", { ...called, name: "now", arguments: "{}" }],
    ["output_item.done", { output_index: 2, item: asked("completed", "{}") }],
    ["completed", "completed"],
  ]);
  expect(fieldsOf(fieldsOf(events.at(-1)?.data).response)).toMatchObject({
    id: "resp_0",
    object: "response",
    created_at: 7,
    model: "gpt",
    store: false,
    error: null,
    incomplete_details: null,
    output: [reasoning, message("completed", [part("Hello")]), asked("completed", "{}")],
    usage: {
      input_tokens: 4,
      input_tokens_details: { cached_tokens: 3, cache_write_tokens: 0 },
      output_tokens: 2,
      output_tokens_details: { reasoning_tokens: 1 },
      total_tokens: 6,
    },
  });
});

test("an answer that was cut off is incomplete, and says why", () => {
  const choice = { message: { content: "Hel" }, finish_reason: "length" };
  expect(responseOf({ choices: [choice] }, frame)).toMatchObject({
    status: "incomplete",
    incomplete_details: { reason: "max_output_tokens" },
    output: [{ type: "message", status: "incomplete" }],
    usage: null,
  });
  const stream = toResponseEvents(frame);
  stream.take({ choices: [{ delta: { refusal: "No." }, finish_reason: "content_filter" }] });
  expect(stream.end().at(-1)).toMatchObject({
    event: "response.incomplete",
    data: {
      response: {
        incomplete_details: { reason: "content_filter" },
        output: [{ status: "incomplete", content: [{ type: "refusal", refusal: "No." }] }],
      },
    },
  });
});

test("a stream says the same as the pieces it was made of", () => {
  fc.assert(
    fc.property(chatStreams, ({ turns, chunks, finish, usage }) => {
      const stream = toResponseEvents(frame);
      const events = [...chunks.flatMap((each) => stream.take(each)), ...stream.end()];
      const last = fieldsOf(fieldsOf(events.at(-1)?.data).response);
      const joined = (kind: string) =>
        turns.map((turn) => (turn.kind === kind && "text" in turn ? turn.text : "")).join("");
      expect(saidIn(last)).toMatchObject({
        text: joined("text"),
        refusal: joined("refusal"),
        thought: joined("thought"),
        status: finish === "length" || finish === "content_filter" ? "incomplete" : "completed",
        usage: usage && { input_tokens: usage.prompt_tokens, output_tokens: usage.completion_tokens },
      });
      const calls = turns.flatMap((turn) => (turn.kind === "calls" ? turn.calls : []));
      const told = saidIn(last).calls;
      expect(told).toHaveLength(calls.length);
      for (const { name, arguments: args } of calls) expect(told).toContainEqual({ name, arguments: args });
    }),
  );
});
