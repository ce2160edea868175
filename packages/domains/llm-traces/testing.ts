import { randomBytes } from "node:crypto";
import { putLlmSpans, type TestLlmSpan } from "@triops/telemetry/llm/testing";
import { putSpans } from "@triops/telemetry/traces/testing";
import type { Caller } from "../runtime.ts";
import type { Samples } from "../testing.ts";

const asked = '[{"role":"user","parts":[{"type":"text","content":"Hi"}]}]';
const answered = '[{"role":"assistant","parts":[{"type":"text","content":"Hello"}]}]';

/** Stores a trace of one call in the caller's workspace; `said` are its messages as gen_ai's attributes hold them. */
export async function makeLlmTrace(
  { context, runtime }: Caller,
  more: Partial<TestLlmSpan> = {},
  said = { input: asked, output: answered },
): Promise<{ traceId: string; spanId: string }> {
  const ids = { traceId: randomBytes(16).toString("hex"), spanId: randomBytes(8).toString("hex") };
  const time = more.time ?? new Date(context.now.getTime() - 60_000);
  const attributes = {
    "gen_ai.operation.name": "chat",
    "gen_ai.request.model": "gpt-4o-mini",
    "gen_ai.input.messages": said.input,
    "gen_ai.output.messages": said.output,
  };
  await putSpans(runtime.telemetry, context.workspaceId, [
    {
      time,
      ...ids,
      service: "helpdesk",
      name: "chat gpt-4o-mini",
      kind: "client",
      durationMs: 12,
      attributes,
    },
  ]);
  await putLlmSpans(runtime.telemetry, context.workspaceId, [
    {
      time,
      ...ids,
      service: "helpdesk",
      name: "chat gpt-4o-mini",
      model: "gpt-4o-mini",
      provider: "openai",
      session: "s-1",
      user: "u-1",
      inputTokens: 10,
      outputTokens: 5,
      usage: [
        ["input", 10],
        ["output", 5],
      ],
      cost: 4_500_000n,
      costs: [
        ["input", 1_500_000n],
        ["output", 3_000_000n],
      ],
      inputText: "Hi",
      outputText: "Hello",
      ...more,
    },
  ]);
  return ids;
}

export const samples: Samples = {
  "llm-traces.get": async (caller) => ({ traceId: (await makeLlmTrace(caller)).traceId }),
  "llm-traces.graph": async (caller) => ({ traceId: (await makeLlmTrace(caller)).traceId }),
  "llm-traces.getSpan": (caller) => makeLlmTrace(caller),
  "llm-traces.getSession": async (caller) => {
    const session = `s-${randomBytes(4).toString("hex")}`;
    await makeLlmTrace(caller, { session });
    return { session };
  },
  "llm-traces.getConversation": async (caller) => {
    const session = `s-${randomBytes(4).toString("hex")}`;
    await makeLlmTrace(caller, { session });
    return { session };
  },
  "llm-traces.getUser": async (caller) => {
    const user = `u-${randomBytes(4).toString("hex")}`;
    await makeLlmTrace(caller, { user });
    return { user };
  },
};
