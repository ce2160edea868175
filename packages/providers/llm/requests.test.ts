import fc from "fast-check";
import { expect, test } from "vitest";
import { messageOf } from "./anthropic/answer.ts";
import { messagesRequestOf } from "./anthropic/request.ts";
import { toMessagesEvents } from "./anthropic/stream.ts";
import type { Fields } from "./fields.ts";
import { completionOf } from "./openai/answer.ts";
import { chatRequestOf } from "./openai/request.ts";
import { toChatChunks } from "./openai/stream.ts";

const flavour = { limitField: "max_completion_tokens", takesUser: true } as const;

test("several results of tools and what is said with them are one turn of the user", () => {
  const request = messagesRequestOf({
    model: "m",
    messages: [
      {
        role: "developer",
        content: [{ type: "text", text: "be brief", cache_control: { type: "ephemeral" } }],
      },
      { role: "tool", tool_call_id: "a", content: "1" },
      { role: "tool", tool_call_id: "b", content: [{ type: "text", text: "2" }] },
      { role: "user", content: [{ type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } }] },
    ],
  });
  expect(request).toMatchObject({
    max_tokens: 4_096,
    system: [{ type: "text", text: "be brief", cache_control: { type: "ephemeral" } }],
    messages: [
      {
        role: "user",
        content: [
          { type: "tool_result", tool_use_id: "a", content: "1" },
          { type: "tool_result", tool_use_id: "b", content: [{ type: "text", text: "2" }] },
          { type: "image", source: { type: "base64", media_type: "image/png", data: "AAAA" } },
        ],
      },
    ],
  });
});

test("images, PDFs, schemas and effort have their words in both forms", () => {
  const request = {
    model: "m",
    max_tokens: 10,
    messages: [
      {
        role: "user",
        content: [
          { type: "image", source: { type: "url", url: "https://example.com/a.png" } },
          { type: "image", source: { type: "base64", media_type: "image/png", data: "AAAA" } },
          {
            type: "document",
            title: "t.pdf",
            source: { type: "base64", media_type: "application/pdf", data: "BBBB" },
          },
        ],
      },
    ],
    thinking: { type: "adaptive" },
    output_config: { effort: "high", format: { type: "json_schema", schema: { type: "object" } } },
  };
  expect(messagesRequestOf(chatRequestOf(request, flavour))).toEqual(request);
});

test("a schema under the beta's name is a schema", () => {
  const schema = { type: "object" };
  const asked = { model: "m", messages: [], output_format: { type: "json_schema", schema } };
  expect(chatRequestOf(asked, flavour).response_format).toMatchObject({ json_schema: { schema } });
});

test.each([
  [{ n: 2 }, "n"],
  [{ logprobs: true }, "logprobs"],
  [{ temperature: 1.5 }, "temperature"],
  [{ response_format: { type: "json_object" } }, "response_format.type"],
  [{ web_search_options: {} }, "web_search_options"],
  [{ tools: [{ type: "custom" }] }, "tools[0].type"],
  [{ messages: [{ role: "user", content: [{ type: "input_audio" }] }] }, "messages[0].content[0]"],
  [{ messages: [{ role: "narrator", content: "" }] }, "messages[0].role"],
  [
    { messages: [{ role: "assistant", tool_calls: [{ id: "a", function: { name: "f", arguments: "{" } }] }] },
    "messages[0].tool_calls[0].function.arguments",
  ],
])("what Anthropic has no word for is named: %j", (fields, param) => {
  expect(() => messagesRequestOf({ model: "m", messages: [], ...fields })).toThrow(
    expect.objectContaining({ param, message: expect.stringContaining(param) }),
  );
});

test.each([
  [{ top_k: 5 }, "top_k"],
  [{ container: "c" }, "container"],
  [{ tools: [{ type: "web_search_20250305", name: "web_search" }] }, "tools[0].type"],
  [{ stop_sequences: ["a", "b", "c", "d", "e"] }, "stop_sequences"],
  [
    { messages: [{ role: "user", content: [{ type: "image", source: { type: "file", file_id: "f" } }] }] },
    "messages[0].content[0]",
  ],
  [
    {
      messages: [
        {
          role: "user",
          content: [
            {
              type: "tool_result",
              tool_use_id: "a",
              content: [{ type: "image", source: { type: "url", url: "u" } }],
            },
          ],
        },
      ],
    },
    "messages[0].content[0].content[0]",
  ],
])("what OpenAI has no word for is named: %j", (fields, param) => {
  expect(() => chatRequestOf({ model: "m", max_tokens: 1, messages: [], ...fields }, flavour)).toThrow(
    expect.objectContaining({ param }),
  );
});

test("no body makes a translation fail in another way than by naming what it is about", () => {
  const strange = fc.dictionary(
    fc.constantFrom(
      "messages",
      "tools",
      "tool_choice",
      "system",
      "stop",
      "content",
      "role",
      "type",
      "source",
      "function",
    ),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(strange, fc.array(strange), (fields, messages) => {
      const body = { model: "m", messages, ...fields };
      for (const translate of [messagesRequestOf, (each: Fields) => chatRequestOf(each, flavour)])
        try {
          translate(body);
        } catch (error) {
          expect(error).toHaveProperty("name", "Untranslatable");
        }
      messageOf(body, "m");
      completionOf(body, "m", 1);
      toMessagesEvents("m").take(body);
      toChatChunks("m", 1, true).take(body);
    }),
  );
});
