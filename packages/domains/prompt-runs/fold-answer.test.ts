import { describe, expect, it } from "vitest";
import { addTokens, foldChunk, noAnswer, tokensOf } from "./fold-answer.ts";

const delta = (given: object, more: object = {}) => ({
  model: "m-1",
  choices: [{ index: 0, delta: given, ...more }],
});

describe("foldChunk", () => {
  it("puts text, calls in pieces, the reason of the end and usage together", () => {
    const answer = noAnswer();
    const added = [
      delta({ role: "assistant", content: "" }),
      delta({ content: "Let me " }),
      delta({ content: "look." }),
      delta({ tool_calls: [{ index: 0, id: "c1", function: { name: "weather", arguments: "" } }] }),
      delta({ tool_calls: [{ index: 0, function: { arguments: '{"city":' } }] }),
      delta({ tool_calls: [{ index: 0, function: { arguments: '"Oslo"}' } }] }),
      delta({ tool_calls: [{ index: 1, id: "c2", function: { name: "time", arguments: "{}" } }] }),
      delta({}, { finish_reason: "tool_calls" }),
      { model: "m-1", choices: [], usage: { prompt_tokens: 12, completion_tokens: 7 } },
    ].map((chunk) => foldChunk(answer, chunk));
    expect(added.join("")).toBe("Let me look.");
    expect(answer).toMatchObject({
      text: "Let me look.",
      finishReason: "tool_calls",
      model: "m-1",
      error: null,
      calls: [
        { id: "c1", name: "weather", arguments: '{"city":"Oslo"}' },
        { id: "c2", name: "time", arguments: "{}" },
      ],
    });
    expect(tokensOf(answer.usage)).toEqual({ inputTokens: 12, outputTokens: 7 });
  });

  it("keeps the first error that the stream states", () => {
    const answer = noAnswer();
    foldChunk(answer, delta({ content: "Half" }));
    foldChunk(answer, { error: { message: "The provider broke off", code: "server_error" } });
    foldChunk(answer, { error: { message: "Later", code: "other" } });
    expect(answer).toMatchObject({
      text: "Half",
      error: { code: "server_error", message: "The provider broke off" },
    });
  });

  it.each([
    null,
    7,
    "text",
    [],
    { choices: 3 },
    { choices: [null] },
    { choices: [{ delta: { content: 5 } }] },
  ])("takes %j for nothing", (chunk) => {
    const answer = noAnswer();
    expect(foldChunk(answer, chunk)).toBe("");
    expect(answer).toEqual(noAnswer());
  });
});

it("knows the tokens of several questions only when each states them", () => {
  expect(addTokens(undefined, 3)).toBe(3);
  expect(addTokens(3, 4)).toBe(7);
  expect(addTokens(3, null)).toBeNull();
  expect(addTokens(null, 4)).toBeNull();
});
