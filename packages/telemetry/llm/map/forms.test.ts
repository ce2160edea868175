import { describe, expect, it } from "vitest";
import type { SpanRow } from "../../tables/spans.ts";
import { readLlmBody } from "./body.ts";
import { mapLlmSpan } from "./map-span.ts";
import { messagesOf } from "./messages.ts";
import { mappedBatch } from "./recorded.testing.ts";
import { isAboutModels } from "./sign.ts";

const span = (attributes: Record<string, string>, more: Partial<SpanRow> = {}): SpanRow => ({
  service: "app",
  serviceNamespace: "",
  startNs: 1_700_000_000_000_000_000n,
  durationNs: 5_000_000n,
  traceId: "a".repeat(32),
  spanId: "b".repeat(16),
  parentSpanId: "",
  name: "chat",
  kind: "client",
  status: "unset",
  statusMessage: "",
  traceState: "",
  flags: 0,
  scopeName: "",
  scopeVersion: "",
  attributes: Object.entries(attributes),
  resource: [],
  events: [],
  links: [],
  ...more,
});
const event = (name: string, attributes: Record<string, string>) => ({
  timeNs: 0n,
  name,
  attributes: Object.entries(attributes),
});

const asked = { role: "user", parts: [{ type: "text", text: "Hi" }] };
const answered = { role: "assistant", parts: [{ type: "text", text: "Hello" }] };

describe("forms of gen_ai", () => {
  it.each([
    [
      "messages with parts",
      span({
        "gen_ai.input.messages": '[{"role":"user","parts":[{"type":"text","content":"Hi"}]}]',
        "gen_ai.output.messages": '[{"role":"assistant","parts":[{"type":"text","content":"Hello"}]}]',
      }),
    ],
    [
      "flat prompt.N",
      span({
        "gen_ai.prompt.0.role": "user",
        "gen_ai.prompt.0.content": "Hi",
        "gen_ai.completion.0.role": "assistant",
        "gen_ai.completion.0.content": "Hello",
        "gen_ai.completion.0.finish_reason": "stop",
      }),
    ],
    [
      "an event for each message",
      span(
        { "gen_ai.system": "openai" },
        {
          events: [
            event("gen_ai.user.message", { content: "Hi" }),
            event("gen_ai.choice", {
              index: "0",
              finish_reason: "stop",
              message: '{"role":"assistant","content":"Hello"}',
            }),
          ],
        },
      ),
    ],
    [
      "events with a body",
      span(
        { "gen_ai.system": "openai" },
        {
          events: [
            event("gen_ai.user.message", { "gen_ai.event.content": '{"content":"Hi"}' }),
            event("gen_ai.choice", { "gen_ai.event.content": '{"message":{"content":"Hello"}}' }),
          ],
        },
      ),
    ],
    [
      "the first events of 1.27",
      span(
        { "gen_ai.system": "openai" },
        {
          events: [
            event("gen_ai.content.prompt", { "gen_ai.prompt": '[{"role":"user","content":"Hi"}]' }),
            event("gen_ai.content.completion", {
              "gen_ai.completion": '[{"role":"assistant","content":"Hello"}]',
            }),
          ],
        },
      ),
    ],
  ])("%s", (_, from) => {
    expect(readLlmBody(from)).toMatchObject({ input: [asked], output: [answered] });
    expect(mapLlmSpan(from, "")).toMatchObject({ row: { inputText: "Hi", outputText: "Hello" } });
  });

  it("the names before 1.37 still name the provider", () => {
    const { row } = mapLlmSpan(span({ "gen_ai.system": "OpenAI", "llm.request.type": "chat" }), "");
    expect(row).toMatchObject({ provider: "openai", kind: "generation", dialect: "openllmetry" });
  });
});

describe("messages", () => {
  it.each([
    [
      "Anthropic's",
      {
        role: "assistant",
        content: [
          { type: "thinking", thinking: "Hm" },
          { type: "tool_use", id: "1", name: "f", input: { a: 1 } },
        ],
      },
    ],
    [
      "gen_ai's",
      {
        role: "assistant",
        parts: [
          { type: "reasoning", content: "Hm" },
          { type: "tool_call", id: "1", name: "f", arguments: { a: 1 } },
        ],
      },
    ],
    [
      "the AI SDK's",
      {
        role: "assistant",
        content: [
          { type: "reasoning", text: "Hm" },
          { type: "tool-call", toolCallId: "1", toolName: "f", input: { a: 1 } },
        ],
      },
    ],
    [
      "OpenAI's",
      {
        role: "assistant",
        reasoning_content: "Hm",
        content: null,
        tool_calls: [{ id: "1", type: "function", function: { name: "f", arguments: '{"a":1}' } }],
      },
    ],
  ])("%s thought and tool call", (_, message) => {
    expect(messagesOf(message, "user")).toEqual([
      {
        role: "assistant",
        parts: [
          { type: "reasoning", text: "Hm" },
          { type: "tool_call", id: "1", name: "f", arguments: '{"a":1}' },
        ],
      },
    ]);
  });

  it.each([
    ["OpenAI's", { role: "tool", tool_call_id: "1", content: "21" }],
    ["Anthropic's", { role: "tool", content: [{ type: "tool_result", tool_use_id: "1", content: "21" }] }],
    [
      "the AI SDK's",
      {
        role: "tool",
        content: [{ type: "tool-result", toolCallId: "1", output: { type: "text", value: "21" } }],
      },
    ],
    ["the Responses API's", { type: "function_call_output", call_id: "1", output: "21" }],
  ])("%s tool result", (_, message) => {
    expect(messagesOf(message, "user")).toEqual([
      { role: "tool", parts: [{ type: "tool_result", id: "1", name: "", result: "21" }] },
    ]);
  });

  it("pictures are told by kind and size, never carried along", () => {
    const content = [{ type: "image_url", image_url: { url: `data:image/png;base64,${"A".repeat(400)}` } }];
    expect(messagesOf({ role: "user", content }, "user")).toEqual([
      {
        role: "user",
        parts: [{ type: "media", modality: "image", mediaType: "image/png", uri: "", bytes: 316 }],
      },
    ]);
  });

  it("data that is no message stays as it was written", () => {
    expect(messagesOf('{"q": "hi"}', "user")).toEqual([
      { role: "user", parts: [{ type: "text", text: '{"q": "hi"}' }] },
    ]);
    expect(messagesOf("[1, 2", "user")).toEqual([{ role: "user", parts: [{ type: "text", text: "[1, 2" }] }]);
  });

  it.each([
    ["null"],
    ["[".repeat(100_000)],
    ["[".repeat(5_000) + "]".repeat(5_000)],
    ['{"__proto__":{"role":"user"}}'],
    ["[]"],
    ["{}"],
    ['{"messages":3}'],
    ['[[["a"]]]'],
    ['{"role":{"a":1},"content":[null,{"type":null}]}'],
    ['{"message":{"message":{}}}'],
  ])("whatever else comes does no harm: %s", (text) => {
    expect(() => messagesOf(text, "user")).not.toThrow();
  });
});

describe("spans within each other", () => {
  const usage = {
    "gen_ai.operation.name": "chat",
    "gen_ai.request.model": "m",
    "gen_ai.usage.input_tokens": "1",
  };
  const of = (spanId: string, parentSpanId: string, attributes: Record<string, string>) =>
    span(attributes, { spanId, parentSpanId });

  it("two instrumentations on top of each other count once, at the innermost", () => {
    const batch = mappedBatch([
      of("3", "2", usage),
      of("2", "1", { "http.method": "POST" }),
      of("1", "", usage),
    ]);
    expect(batch.map(({ row }) => [row.spanId, row.counts])).toEqual([
      ["3", true],
      ["1", false],
    ]);
  });

  it("calls beside each other all count", () => {
    const batch = mappedBatch([of("3", "1", usage), of("2", "1", usage)]);
    expect(batch.every(({ row }) => row.counts)).toBe(true);
  });

  it("an agent elsewhere counts while nothing is known of what it did", () => {
    const [remote] = mappedBatch([of("1", "", { ...usage, "gen_ai.operation.name": "invoke_agent" })]);
    expect(remote?.row).toMatchObject({ kind: "agent", counts: true });
  });

  it("a circle of parents ends", () => {
    expect(mappedBatch([of("1", "2", usage), of("2", "1", usage)])).toHaveLength(2);
  });
});

it("a span of plain work is not about models", () => {
  expect(isAboutModels(span({ "http.method": "GET", "llama.size": "1", air: "1", "user.id": "u" }))).toBe(
    false,
  );
  expect(isAboutModels(span({ "gen_ai.request.model": "m" }))).toBe(true);
});
