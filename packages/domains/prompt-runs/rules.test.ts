import { describe, expect, it } from "vitest";
import { answerCalls, blockedBecause, bodyOf, mockedResults } from "./rules.ts";

const tool = { name: "weather", description: "", parameters: {}, mock: "21 degrees" };
const call = { id: "c1", name: "weather", arguments: '{"city":"Oslo"}' };

describe("bodyOf", () => {
  it("asks for a stream with usage and leaves to the run what is the run's", () => {
    const body = bodyOf({
      messages: [{ role: "user", content: "Hi" }],
      parameters: { temperature: 0.2, model: "other", stream: false, max_tokens: null },
      tools: [tool],
      responseSchema: { type: "object" },
    });
    expect(body).toEqual({
      temperature: 0.2,
      messages: [{ role: "user", content: "Hi" }],
      tools: [{ type: "function", function: { name: "weather", description: "", parameters: {} } }],
      response_format: {
        type: "json_schema",
        json_schema: { name: "answer", schema: { type: "object" }, strict: false },
      },
      stream: true,
      stream_options: { include_usage: true },
    });
  });
});

describe("tools", () => {
  it("are answered by their mock results, and by nothing when they have none", () => {
    const calls = [call, { ...call, id: "c2", name: "search" }];
    const answered = mockedResults(calls, [tool, { ...tool, name: "search", mock: null }]);
    expect(answered.map(({ result }) => result)).toEqual(["21 degrees", null]);
  });

  it("go back to the model as the messages it expects", () => {
    expect(answerCalls("", [{ ...call, result: "21 degrees" }])).toEqual([
      {
        role: "assistant",
        content: null,
        tool_calls: [
          { id: "c1", type: "function", function: { name: "weather", arguments: '{"city":"Oslo"}' } },
        ],
      },
      { role: "tool", tool_call_id: "c1", content: "21 degrees" },
    ]);
  });
});

it("stops only what runs", () => {
  expect(blockedBecause.stop({ state: "running" })).toBeNull();
  expect(blockedBecause.stop({ state: "done" })).toBe("It has ended already");
});
