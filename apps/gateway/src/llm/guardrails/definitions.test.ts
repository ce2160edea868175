import type { RequestGuardrail } from "@triops/domains/llm-routes/guardrail-schemas";
import type { PublishedRoute } from "@triops/domains/llm-routes/snapshot-schemas";
import { describe, expect, it } from "vitest";
import type { LlmCall } from "../call.ts";
import type { Fields } from "../fields.ts";
import { attachedTo } from "./attached.ts";
import { createGuardrails } from "./guardrails.ts";

const words = { id: "words", kind: "pattern" as const, action: "mask" as const, patterns: ["raven"] };
const check = (body: Fields, guardrail: RequestGuardrail = words) =>
  createGuardrails(() => Promise.reject(new Error("nobody was to be asked"))).checkRequest(
    { guardrails: { request: [guardrail], response: [] } } as unknown as PublishedRoute,
    { operation: "chat", body, workspaceId: "w" } as unknown as LlmCall,
  );

const schema = {
  type: "object",
  properties: {
    place: { type: "string", description: "where the raven is", enum: ["raven rock", "x"], pattern: "raven" },
    deep: { type: "object", properties: { name: { const: "raven" } }, required: ["name"] },
  },
  required: ["place"],
};
const masked = {
  type: "object",
  properties: {
    place: {
      type: "string",
      description: "where the [PATTERN_1_1] is",
      enum: ["[PATTERN_1_1] rock", "x"],
      pattern: "raven",
    },
    deep: { type: "object", properties: { name: { const: "[PATTERN_1_1]" } }, required: ["name"] },
  },
  required: ["place"],
};

describe("what a model is told of tools", () => {
  it.each<[string, Fields, Fields]>([
    [
      "chat",
      { tools: [{ type: "function", function: { name: "f", description: "a raven", parameters: schema } }] },
      {
        tools: [
          {
            type: "function",
            function: { name: "f", description: "a [PATTERN_1_1]", parameters: masked },
          },
        ],
      },
    ],
    [
      "messages",
      { tools: [{ name: "f", description: "a raven", input_schema: schema }] },
      { tools: [{ name: "f", description: "a [PATTERN_1_1]", input_schema: masked }] },
    ],
    [
      "responses",
      {
        tools: [
          { type: "function", name: "f", description: "a raven", parameters: schema },
          { type: "mcp", server_label: "s", server_url: "https://raven.example", authorization: "raven" },
        ],
        text: { format: { type: "json_schema", name: "answer", schema } },
      },
      {
        tools: [
          { type: "function", name: "f", description: "a [PATTERN_1_1]", parameters: masked },
          { type: "mcp", server_label: "s", server_url: "https://raven.example", authorization: "raven" },
        ],
        text: { format: { type: "json_schema", name: "answer", schema: masked } },
      },
    ],
    [
      "the form of an answer",
      { response_format: { type: "json_schema", json_schema: { name: "a", schema } } },
      { response_format: { type: "json_schema", json_schema: { name: "a", schema: masked } } },
    ],
  ])("is masked in the form of %s", async (_form, body, expected) => {
    const { body: sent, blocked, findings } = await check(body);
    expect(sent).toEqual(expected);
    expect(blocked).toBeNull();
    expect(findings).toMatchObject([{ rule: "pattern 1", action: "mask" }]);
  });

  it.each<[string, Fields]>([
    ["the name of a tool", { tools: [{ type: "function", function: { name: "find_raven" } }] }],
    ["the name of a parameter", { tools: [{ name: "f", input_schema: { properties: { raven: {} } } }] }],
  ])("is refused where it is %s: under another name nobody would find it", async (_what, body) => {
    const { blocked, body: recorded } = await check(body);
    expect(blocked).toMatchObject({ status: 400, code: "guardrail_blocked" });
    expect(JSON.stringify(recorded)).not.toContain("raven");
    const flagged = await check(body, { ...words, action: "flag" });
    expect(flagged.blocked).toBeNull();
    expect(flagged.body).toBe(body);
    expect(flagged.findings).toMatchObject([{ action: "flag", count: 1 }]);
  });

  it("is the same object without a find", async () => {
    const body = { tools: [{ type: "function", function: { name: "f", parameters: schema } }] };
    expect((await check(body, { ...words, patterns: ["crow"] })).body).toBe(body);
  });

  it("is checked in what tools gave back, and in what they were asked, whatever the fields are called", async () => {
    const { body } = await check({
      messages: [
        { role: "assistant", content: [{ type: "tool_use", id: "1", name: "f", input: { name: "raven" } }] },
        { role: "user", content: [{ type: "tool_result", tool_use_id: "1", content: "a raven" }] },
        { role: "tool", tool_call_id: "1", content: "a raven" },
      ],
      input: [{ type: "function_call_output", call_id: "1", output: "a raven" }],
    });
    expect(JSON.stringify(body)).not.toContain("raven");
  });
});

const png = `data:image/png;base64,${"A".repeat(4_000)}`;
const bodies: Fields[] = [
  { messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: png } }] }] },
  { input: [{ role: "user", content: [{ type: "input_image", image_url: png }] }] },
  {
    messages: [
      {
        role: "user",
        content: [
          { type: "image", source: { type: "base64", media_type: "image/png", data: "A".repeat(4_000) } },
        ],
      },
    ],
  },
];

describe("what comes with a request as data", () => {
  it.each(bodies)("is counted and named by its type: %#", async (body) => {
    expect(attachedTo(body)).toEqual([{ mediaType: "image/png", bytes: 3_000 }]);
    const size = { id: "size", kind: "size" as const, action: "block" as const, charsMax: 10_000 };
    expect((await check(body, size)).blocked).toBeNull();
    expect(
      (await check(body, { ...size, dataBytesMax: 3_000, mediaTypes: ["image/png"] })).blocked,
    ).toBeNull();
    expect((await check(body, { ...size, dataBytesMax: 2_999 })).findings).toMatchObject([
      { rule: "data_bytes" },
    ]);
    expect((await check(body, { ...size, mediaTypes: ["image/jpeg"] })).blocked?.message).toContain(
      "a type of file that is not allowed",
    );
  });

  it("may be a sound or a file; a link is neither", () => {
    const content = [
      { type: "input_audio", input_audio: { data: "AAAA", format: "wav" } },
      { type: "file", file: { filename: "a.pdf", file_data: "data:application/pdf;base64,AAAA" } },
      { type: "image_url", image_url: { url: "https://example.com/a.png" } },
    ];
    expect(attachedTo({ messages: [{ role: "user", content }] })).toEqual([
      { mediaType: "audio/wav", bytes: 3 },
      { mediaType: "application/pdf", bytes: 3 },
    ]);
  });
});
