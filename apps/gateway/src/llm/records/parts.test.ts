import { describe, expect, test } from "vitest";
import { messagesOf, readableOf } from "./parts.ts";

describe("messages of every form become gen_ai's", () => {
  test("OpenAI chat: text, pictures, tool calls and their results", () => {
    expect(
      messagesOf([
        { role: "system", content: "Be brief" },
        {
          role: "user",
          content: [
            { type: "text", text: "What is this?" },
            { type: "image_url", image_url: { url: "https://example.org/cat.png" } },
            { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } },
          ],
        },
        {
          role: "assistant",
          content: null,
          tool_calls: [{ id: "c1", type: "function", function: { name: "look", arguments: '{"at":1}' } }],
        },
        { role: "tool", tool_call_id: "c1", content: "a cat" },
      ]),
    ).toEqual([
      { role: "system", parts: [{ type: "text", content: "Be brief" }] },
      {
        role: "user",
        parts: [
          { type: "text", content: "What is this?" },
          { type: "uri", modality: "image", uri: "https://example.org/cat.png" },
          { type: "blob", modality: "image", mime_type: "image/png", bytes: 19 },
        ],
      },
      { role: "assistant", parts: [{ type: "tool_call", id: "c1", name: "look", arguments: { at: 1 } }] },
      { role: "tool", parts: [{ type: "tool_call_response", id: "c1", response: "a cat" }] },
    ]);
  });

  test("choices of a chat completion carry why they ended", () => {
    const choices = [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "Yes" } }];
    expect(messagesOf(choices, "assistant")).toEqual([
      { role: "assistant", finish_reason: "stop", parts: [{ type: "text", content: "Yes" }] },
    ]);
  });

  test("OpenAI responses: items", () => {
    expect(
      messagesOf([
        { type: "message", role: "user", content: [{ type: "input_text", text: "Hello" }] },
        { type: "function_call", call_id: "c1", name: "look", arguments: "{}" },
        { type: "function_call_output", call_id: "c1", output: "a cat" },
      ]),
    ).toEqual([
      { role: "user", parts: [{ type: "text", content: "Hello" }] },
      { role: "assistant", parts: [{ type: "tool_call", id: "c1", name: "look", arguments: {} }] },
      { role: "tool", parts: [{ type: "tool_call_response", id: "c1", response: "a cat" }] },
    ]);
  });

  test("Anthropic: blocks", () => {
    expect(
      messagesOf({
        role: "assistant",
        content: [
          { type: "thinking", thinking: "Hm" },
          { type: "text", text: "Look" },
          { type: "tool_use", id: "t1", name: "look", input: { at: 2 } },
        ],
      }),
    ).toEqual([
      {
        role: "assistant",
        parts: [
          { type: "reasoning", content: "Hm" },
          { type: "text", content: "Look" },
          { type: "tool_call", id: "t1", name: "look", arguments: { at: 2 } },
        ],
      },
    ]);
    const result = { role: "user", content: [{ type: "tool_result", tool_use_id: "t1", content: "a cat" }] };
    expect(messagesOf(result)[0]?.parts).toEqual([
      { type: "tool_call_response", id: "t1", response: "a cat" },
    ]);
  });

  test("nonsense is no message and no fault", () => {
    for (const value of [null, undefined, 7, {}, [[]], [null], { role: 1, content: 2 }, [1, 2, 3]])
      expect(messagesOf(value)).toEqual([]);
  });
});

test("a preview begins with the newest message", () => {
  const messages = messagesOf([
    { role: "system", content: "Be brief" },
    { role: "user", content: "What is this?" },
  ]);
  expect(readableOf(messages, true)).toBe("What is this?\nBe brief");
});
