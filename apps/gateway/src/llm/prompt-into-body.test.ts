import { describe, expect, it } from "vitest";
import { withPrompt } from "./prompt-into-body.ts";
import { readPromptRef } from "./prompt-reference.ts";

const question = { role: "user", content: "And now?" };

describe("a prompt in a body", () => {
  it("stands before the caller's messages; a text is the question when there is none, else the instruction", () => {
    expect(withPrompt("chat", {}, { text: "Hello" }, {}).messages).toEqual([
      { role: "user", content: "Hello" },
    ]);
    expect(withPrompt("chat", { messages: [question] }, { text: "Be kind" }, {}).messages).toEqual([
      { role: "system", content: "Be kind" },
      question,
    ]);
    expect(withPrompt("responses", { input: "And now?" }, { text: "Be kind" }, {}).input).toEqual([
      { role: "system", content: "Be kind" },
      question,
    ]);
  });

  it("gives Anthropic its instructions apart, before the caller's own", () => {
    const messages = [
      { role: "system", content: "Be kind" },
      { role: "user", content: "Hi" },
    ];
    expect(
      withPrompt("messages", { system: "Be brief", messages: [question] }, { messages }, {}),
    ).toMatchObject({
      system: "Be kind\n\nBe brief",
      messages: [{ role: "user", content: "Hi" }, question],
    });
  });

  it("brings its configuration, over which the caller's own fields win", () => {
    const config = {
      model: "gpt-fast",
      temperature: 0.9,
      parameters: { temperature: 0.1, top_p: 0.5 },
      tools: [{ name: "find", description: "finds", parameters: { type: "object" } }],
      responseSchema: { type: "object" },
      stream: true,
    };
    expect(withPrompt("chat", { top_p: 1 }, { text: "x" }, config)).toEqual({
      model: "gpt-fast",
      temperature: 0.1,
      top_p: 1,
      tools: [
        {
          type: "function",
          function: { name: "find", description: "finds", parameters: { type: "object" } },
        },
      ],
      response_format: { type: "json_schema", json_schema: { name: "answer", schema: { type: "object" } } },
      messages: [{ role: "user", content: "x" }],
    });
  });

  it("brings its schema and its limit in the words of each interface, beside what the caller says there", () => {
    const schema = { type: "object" };
    const config = { responseSchema: schema, parameters: { max_tokens: 9 } };
    const format = { type: "json_schema", schema };
    expect(withPrompt("chat", {}, { text: "x" }, config)).toMatchObject({
      max_tokens: 9,
      response_format: { type: "json_schema", json_schema: { schema } },
    });
    const said = { output_config: { effort: "low" }, text: { verbosity: "low" } };
    const messages = withPrompt("messages", said, { text: "x" }, config);
    expect(messages).toMatchObject({ max_tokens: 9, output_config: { effort: "low", format } });
    const responses = withPrompt("responses", said, { text: "x" }, config);
    expect(responses).toMatchObject({
      max_output_tokens: 9,
      text: { verbosity: "low", format: { ...format, name: "answer" } },
    });
    expect(responses).not.toHaveProperty("max_tokens");
    const own = withPrompt("messages", { output_format: format, max_tokens: 5 }, { text: "x" }, config);
    expect(own).toMatchObject({ max_tokens: 5, output_format: format, output_config: {} });
  });
});

describe("a reference to a prompt", () => {
  it.each([
    ["a/b@production", {}, { name: "a/b", label: "production", version: null, variables: {} }],
    ["a/b@12", {}, { name: "a/b", label: null, version: 12, variables: {} }],
    [
      "a",
      { prompt: { variables: { x: 1 } } },
      { name: "a", label: null, version: null, variables: { x: 1 } },
    ],
    [undefined, { prompt: { name: "a", version: 3 } }, { name: "a", label: null, version: 3, variables: {} }],
  ])("%s with %j", (header, body, ref) => {
    const read = readPromptRef(header, { model: "m", ...body });
    expect(read).toEqual({ ref, body: { model: "m" } });
  });

  it("is none for OpenAI's own stored prompts, texts, and bodies without one", () => {
    for (const body of [{ prompt: { id: "pmpt_1", version: "2" } }, { prompt: "Once upon" }, {}])
      expect(readPromptRef(undefined, body)).toEqual({ ref: null, body });
  });

  it.each([
    [{ prompt: { name: 5 } }, "prompt.name"],
    [{ prompt: { name: "a", label: 5 } }, "prompt.label"],
    [{ prompt: { name: "a", version: "2" } }, "prompt.version"],
    [{ prompt: { name: "a", variables: [] } }, "prompt.variables"],
  ])("%j is refused, naming %s", (body, param) => {
    expect(() => readPromptRef(undefined, body)).toThrow(expect.objectContaining({ status: 400, param }));
  });
});
