import { describe, expect, it } from "vitest";
import { inlineSnippet, python, referenceSnippet } from "./snippets.ts";

const given = {
  webUrl: "http://web",
  gatewayUrl: "http://gateway",
  name: "support/reply",
  type: "chat" as const,
  label: "production",
  version: null,
  route: "gpt-fast",
  values: { tone: "it's kind" },
  placeholders: [],
  parameters: {},
};

describe("a prompt called from programs", () => {
  it("is named by label, with its variables, in every client's own way", () => {
    expect(referenceSnippet("openai-js", given)).toContain('baseURL: "http://gateway/v1"');
    expect(referenceSnippet("openai-python", given)).toContain(
      'extra_body={"prompt": {"name": "support/reply", "label": "production", "variables": {"tone": "it\'s kind"}}}',
    );
    expect(referenceSnippet("langfuse-js", given)).toContain(
      '"support/reply", {"label":"production","type":"chat"}',
    );
    expect(referenceSnippet("langfuse-python", { ...given, version: 4 })).toContain("version=4");
  });

  it("takes parameters along, and messages where each client wants them", () => {
    const more = {
      ...given,
      values: { "the tone": "kind", history: [] },
      placeholders: ["history"],
      parameters: { temperature: 0.2 },
    };
    expect(referenceSnippet("openai-js", more)).toContain("\n  temperature: 0.2,\n");
    expect(referenceSnippet("openai-python", more)).toContain("\n    temperature=0.2,\n");
    expect(referenceSnippet("curl", more)).toContain('"temperature":0.2');
    expect(referenceSnippet("langfuse-js", more)).toContain('compile({"the tone":"kind"}, {"history":[]})');
    expect(referenceSnippet("langfuse-python", more)).toContain(
      'compile(**{"the tone": "kind", "history": []})',
    );
    expect(referenceSnippet("langfuse-python", given)).toContain('compile(tone="it\'s kind")');
  });

  it("survives a shell", () => {
    expect(referenceSnippet("curl", given)).toContain(`it'\\''s kind`);
    expect(
      inlineSnippet("curl", { ...given, messages: [{ role: "user", content: "it's" }], parameters: {} }),
    ).toContain(`it'\\''s`);
  });
});

it("writes Python's own words for true, false and nothing", () => {
  expect(python({ a: [true, false, null], b: 1.5 })).toBe('{"a": [True, False, None], "b": 1.5}');
});
