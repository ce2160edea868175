import fc from "fast-check";
import { expect, test } from "vitest";
import { messageOf } from "./anthropic/answer.ts";
import { messagesRequestOf } from "./anthropic/request.ts";
import { toMessagesEvents } from "./anthropic/stream.ts";
import { messagesUsageOf } from "./anthropic/usage.ts";
import { type Fields, fieldsOf } from "./fields.ts";
import { gatherChat, gatherMessage } from "./gather.testing.ts";
import { completionOf } from "./openai/answer.ts";
import { chatRequestOf } from "./openai/request.ts";
import { toChatChunks } from "./openai/stream.ts";
import { chatUsageOf } from "./openai/usage.ts";

const flavour = { limitField: "max_completion_tokens", takesUser: true } as const;
const text = fc.string({ minLength: 1, maxLength: 40, unit: "grapheme" });
const json = fc.dictionary(
  fc.string({ minLength: 1, maxLength: 8 }),
  fc.oneof(text, fc.integer(), fc.boolean()),
  {
    maxKeys: 4,
    noNullPrototype: true,
  },
);
const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,12}$/);
const toolCalls = fc.uniqueArray(
  fc.record({ id: word, name: word, input: json }).map(({ id, name, input }) => ({
    id: `call_${id}`,
    type: "function",
    function: { name, arguments: JSON.stringify(input) },
  })),
  { maxLength: 3, selector: (call) => call.id },
);
const usage = fc
  .record({ input: fc.nat(9_999), read: fc.nat(9_999), written: fc.nat(9_999), output: fc.nat(9_999) })
  .map(({ input, read, written, output }) => ({
    input_tokens: input,
    cache_read_input_tokens: read,
    cache_creation_input_tokens: written,
    output_tokens: output,
  }));

test("usage counts the same there and back", () => {
  fc.assert(
    fc.property(usage, (stated) => {
      expect(messagesUsageOf(chatUsageOf(stated))).toEqual(stated);
    }),
  );
});

test("a request keeps its texts, tools and results there and back", () => {
  const turn = fc.record({ question: text, answer: text, calls: toolCalls, result: text });
  fc.assert(
    fc.property(
      fc.option(text, { nil: undefined }),
      fc.array(turn, { minLength: 1, maxLength: 4 }),
      (system, turns) => {
        const messages = turns.flatMap(({ question, answer, calls, result }) => [
          { role: "user", content: question },
          { role: "assistant", content: answer, ...(calls.length > 0 && { tool_calls: calls }) },
          ...calls.map((call) => ({ role: "tool", tool_call_id: call.id, content: result })),
          // Two turns of one role are one for Anthropic; between them the assistant spoke.
          ...(calls.length > 0 ? [{ role: "assistant", content: answer }] : []),
        ]);
        const chat: Fields = {
          model: "m",
          max_completion_tokens: 100,
          messages: [...(system ? [{ role: "system", content: system }] : []), ...messages],
          tools: [
            { type: "function", function: { name: "f", parameters: { type: "object", properties: {} } } },
          ],
          tool_choice: "required",
          parallel_tool_calls: false,
          stop: ["END"],
          temperature: 0.5,
          user: "u-1",
        };
        expect(chatRequestOf(messagesRequestOf(chat), flavour)).toEqual(chat);
      },
    ),
  );
});

test("an answer keeps its text, thoughts, calls and usage there and back", () => {
  const stops = fc.constantFrom("end_turn", "max_tokens");
  fc.assert(
    fc.property(
      text,
      fc.option(text, { nil: null }),
      toolCalls,
      usage,
      stops,
      (said, thought, calls, stated, stop) => {
        const message = {
          id: "msg_1",
          type: "message",
          role: "assistant",
          model: "m",
          content: [
            ...(thought === null ? [] : [{ type: "thinking", thinking: thought, signature: "sig" }]),
            { type: "text", text: said, citations: null },
            ...calls.map(({ id, function: { name, arguments: input } }) => ({
              type: "tool_use",
              id,
              name,
              input: JSON.parse(input),
            })),
          ],
          stop_reason: calls.length > 0 ? "tool_use" : stop,
          stop_sequence: null,
          usage: stated,
        };
        expect(messageOf(completionOf(message, "m", 1), "m")).toEqual(message);
      },
    ),
  );
});

/** Pieces of a text, whole characters each. */
const cut = (whole: string, size: number): string[] =>
  whole === "" ? [] : [[...whole].slice(0, size).join(""), ...cut([...whole].slice(size).join(""), size)];

test("a stream of chat chunks is, as events and back again as chunks, the same answer", () => {
  fc.assert(
    fc.property(
      text,
      fc.option(text, { nil: null }),
      toolCalls,
      usage,
      fc.integer({ min: 1, max: 7 }),
      (said, thought, calls, stated, size) => {
        const chunk = (delta: Fields, finish: string | null = null): Fields => ({
          id: "chatcmpl-1",
          model: "m",
          choices: [{ index: 0, delta, finish_reason: finish }],
        });
        const finish = calls.length > 0 ? "tool_calls" : "stop";
        const chunks = [
          chunk({ role: "assistant", content: "" }),
          ...cut(thought ?? "", size).map((piece) => chunk({ reasoning_content: piece })),
          ...cut(said, size).map((piece) => chunk({ content: piece })),
          ...calls.flatMap((call, index) => [
            chunk({
              tool_calls: [
                {
                  index,
                  id: call.id,
                  type: "function",
                  function: { name: call.function.name, arguments: "" },
                },
              ],
            }),
            ...cut(call.function.arguments, size).map((piece) =>
              chunk({ tool_calls: [{ index, function: { arguments: piece } }] }),
            ),
          ]),
          chunk({}, finish),
          { id: "chatcmpl-1", choices: [], usage: chatUsageOf(stated) },
        ];
        const forward = toMessagesEvents("m");
        const events = [...chunks.flatMap((each) => forward.take(each)), ...forward.end()];
        const message = gatherMessage(events);
        expect(
          message.content.map((block) => block.text ?? block.thinking ?? JSON.parse(String(block.json))),
        ).toEqual([
          ...(thought === null ? [] : [thought]),
          said,
          ...calls.map((call) => JSON.parse(call.function.arguments)),
        ]);
        expect(message.usage).toEqual(stated);
        const back = toChatChunks("m", 1, true);
        const again = gatherChat(events.flatMap(({ data }) => back.take(fieldsOf(data))));
        expect(again).toMatchObject({
          text: said,
          thought: thought ?? "",
          calls: calls.map((call) => ({ id: call.id, ...call.function })),
          finish,
        });
        expect(again.usage).toMatchObject(chatUsageOf(stated));
      },
    ),
  );
});

test("pieces of several calls may come mixed", () => {
  const piece = (index: number, fields: Fields) => ({
    choices: [{ delta: { tool_calls: [{ index, ...fields }] } }],
  });
  const stream = toMessagesEvents("m");
  const { content } = gatherMessage([
    ...stream.take(piece(0, { id: "a", function: { name: "f", arguments: '{"x":' } })),
    ...stream.take(piece(1, { id: "b", function: { name: "g", arguments: '{"y":' } })),
    ...stream.take(piece(0, { function: { arguments: "1}" } })),
    ...stream.take(piece(1, { function: { arguments: "2}" } })),
    ...stream.end(),
  ]);
  expect(content.map((block) => [block.id, block.json])).toEqual([
    ["a", '{"x":1}'],
    ["b", '{"y":2}'],
  ]);
});

test("calls that all count as the first are told apart by their ids", () => {
  const stream = toMessagesEvents("m");
  const call = (id: string) => ({
    choices: [{ delta: { tool_calls: [{ index: 0, id, function: { name: "f", arguments: "{}" } }] } }],
  });
  const { content, stop } = gatherMessage([
    ...stream.take(call("a")),
    ...stream.take(call("b")),
    ...stream.end(),
  ]);
  expect(content.map((block) => block.id)).toEqual(["a", "b"]);
  expect(stop).toBe("tool_use");
});

test("arguments that are no JSON are kept as the model wrote them", () => {
  const completion = {
    choices: [
      {
        message: { tool_calls: [{ id: "a", function: { name: "f", arguments: '{"x":' } }] },
        finish_reason: "length",
      },
    ],
  };
  const message = messageOf(completion, "m");
  expect(message.content).toEqual([
    { type: "tool_use", id: "a", name: "f", input: { invalid_json: '{"x":' } },
  ]);
  expect(message.stop_reason).toBe("max_tokens");
});
