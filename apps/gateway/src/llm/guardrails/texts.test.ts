import { expect, test } from "vitest";
import { questionIn, verdictIn } from "./judge.ts";
import { answered, changeJson, changeSpoken } from "./texts.ts";

const hide = (text: string) => text.replace("secret", "[X]").replace("4111111111111111", "[N]");

test("a body without a find is the same object", () => {
  const body = { model: "m", messages: [{ role: "user", content: "hello" }] };
  expect(changeSpoken(body, hide, false)).toBe(body);
});

test("what an answer repeats of its question is not the model's", () => {
  const output = [{ type: "message", content: [{ type: "output_text", text: "a secret" }] }];
  expect(changeSpoken({ instructions: "keep it secret", output }, hide, true, answered)).toEqual({
    instructions: "keep it secret",
    output: [{ type: "message", content: [{ type: "output_text", text: "a [X]" }] }],
  });
});

test("what is said is changed wherever it stands, what is set is not", () => {
  const body = {
    model: "secret",
    user: "secret",
    system: [{ type: "text", text: "a secret" }],
    messages: [
      { role: "user", content: "a secret" },
      {
        role: "user",
        name: "secret",
        content: [
          { type: "text", text: "secret" },
          { type: "image_url", image_url: { url: "data:secret" } },
        ],
      },
      {
        role: "assistant",
        tool_calls: [
          { id: "secret", function: { name: "secret", arguments: '{"name":"secret","n":4111111111111111}' } },
        ],
      },
      {
        role: "user",
        content: [
          { type: "tool_result", tool_use_id: "secret", content: [{ type: "text", text: "secret" }] },
        ],
      },
      {
        role: "user",
        content: [{ type: "document", source: { type: "text", media_type: "text/plain", data: "secret" } }],
      },
      { role: "user", content: [{ type: "some_new_block", words: { deep: "secret" } }] },
      { role: "assistant", content: [{ type: "thinking", thinking: "secret", signature: "secret" }] },
    ],
  };
  expect(changeSpoken(body, hide, false)).toEqual({
    model: "secret",
    user: "secret",
    system: [{ type: "text", text: "a [X]" }],
    messages: [
      { role: "user", content: "a [X]" },
      {
        role: "user",
        name: "secret",
        content: [
          { type: "text", text: "[X]" },
          { type: "image_url", image_url: { url: "data:secret" } },
        ],
      },
      {
        role: "assistant",
        tool_calls: [{ id: "secret", function: { name: "secret", arguments: '{"name":"[X]","n":"[N]"}' } }],
      },
      {
        role: "user",
        content: [{ type: "tool_result", tool_use_id: "secret", content: [{ type: "text", text: "[X]" }] }],
      },
      {
        role: "user",
        content: [{ type: "document", source: { type: "text", media_type: "text/plain", data: "[X]" } }],
      },
      { role: "user", content: [{ type: "some_new_block", words: { deep: "[X]" } }] },
      { role: "assistant", content: [{ type: "thinking", thinking: "secret", signature: "secret" }] },
    ],
  });
});

test("thoughts of an answer are changed, and probabilities that would repeat it are left out", () => {
  const answer = {
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: "secret" },
        logprobs: { content: [{ token: "secret" }] },
      },
      {
        index: 1,
        message: { role: "assistant", content: "fine" },
        logprobs: { content: [{ token: "fine" }] },
      },
    ],
    content: [{ type: "thinking", thinking: "secret" }],
  };
  expect(changeSpoken(answer, hide, true)).toEqual({
    choices: [
      { index: 0, message: { role: "assistant", content: "[X]" }, logprobs: null },
      {
        index: 1,
        message: { role: "assistant", content: "fine" },
        logprobs: { content: [{ token: "fine" }] },
      },
    ],
    content: [{ type: "thinking", thinking: "[X]" }],
  });
});

test("arguments that are no JSON are changed as the text they are", () => {
  expect(changeJson('{"a": "secret', hide)).toBe('{"a": "[X]');
  expect(changeJson('{ "a": 1 }', hide)).toBe('{ "a": 1 }');
});

test.each([
  ["Yes", "yes"],
  ["**No**, it is about the weather", "no"],
  ['"yes".', "yes"],
  ["Nobody knows", null],
  ["It does: yes", null],
  ["", null],
])("a judge that says %j means %j", (said, verdict) => {
  expect(verdictIn(said)).toBe(verdict);
});

test("the question is what the user said last, in any form", () => {
  expect(questionIn({ input: "a" })).toBe("a");
  expect(
    questionIn({
      messages: [
        { role: "user", content: "a" },
        { role: "assistant", content: "b" },
      ],
    }),
  ).toBe("a");
  const input = [{ role: "user", content: [{ type: "input_text", text: "c" }, { type: "input_image" }] }];
  expect(questionIn({ input })).toBe("c");
  expect(questionIn({})).toBe("");
});
